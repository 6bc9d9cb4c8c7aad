/** What mail programs write around what people write, in the languages of our customers and of those who answer them.
 *  Words of one language stand in a line, told apart by ` | `; small letters, and Chinese in both its scripts. */
export type HeadRole = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other'

/** The head lines of a mail within a mail: `From:`, 发件人： and the like. Spaces within do not count (抄　送). */
export const headNames: { readonly [role in HeadRole]: readonly string[] } = {
  from: [
    'from | sender | message from | 发件人 | 发送人 | 发信人 | 发件者 | 寄件者 | 寄件人 | 發件人 | 發送人 | 寄信人 | 来自',
    'von | absender | de | expéditeur | remitente | remetente | da | mittente | van | afzender | от | отправитель | від',
    'відправник | 差出人 | 送信者 | 送信元 | 보낸 사람 | 보낸이 | 발신 | 발신자 | od | nadawca | odesílatel | från | avsändare',
    'fra | avsender | afsender | lähettäjä | kimden | gönderen | feladó | expeditor | από | từ | người gửi | dari | pengirim',
  ],
  date: [
    'date | sent | sent time | send time | sent on | date sent | sent at | sent date | 发送时间 | 发送日期 | 发件时间 | 发信时间',
    '已发送 | 日期 | 时间 | 发件日期 | 寄件日期 | 寄件時間 | 傳送時間 | 傳送日期 | 發送時間 | 發送日期 | 已傳送 | 時間',
    'gesendet | gesendet am | datum | envoyé | envoyé le | date d’envoi | message du | enviado | enviado el | enviado em',
    'enviada em | enviada | fecha | data | inviato | inviata | data di invio | verzonden | отправлено | дата | дата отправки',
    'надіслано | 送信日時 | 日時 | 日付 | 送信日 | 보낸 날짜 | 날짜 | 보낸 시간 | 전송 | 발신 날짜 | wysłano | data wysłania | odesláno',
    'odoslané | skickat | skickades | sendt | dato | lähetetty | päivämäärä | päiväys | gönderildi | gönderilme tarihi | tarih',
    'elküldve | küldve | dátum | trimis | trimis la | ημερομηνία | ngày | đã gửi | tanggal | dikirim',
  ],
  to: [
    'to | 收件人 | 收信人 | 收件者 | 收信者 | 发给 | an | empfänger | à | a | destinataire | para | destinatario | destinatário | aan | кому',
    'получатель | 宛先 | 받는 사람 | 받는이 | 수신 | 수신자 | do | adresat | komu | till | til | vastaanottaja | kime | alıcı',
    'címzett | către | προς | đến | tới | kepada | ke',
  ],
  cc: [
    'cc | bcc | cc recipient | 抄送 | 抄送人 | 密送 | 副本 | 副本抄送 | 密件副本 | 抄送者 | kopie | kopie an | copie | copie à | copia | cópia',
    'копия | копія | 참조 | kopi | kopia | kopio | bilgi | másolat | ｃｃ | cci | do wiadomości | dw',
  ],
  subject: [
    'subject | 主题 | 主旨 | 主題 | 标题 | 標題 | betreff | objet | sujet | asunto | assunto | oggetto | onderwerp | тема | 件名',
    '제목 | temat | předmět | predmet | ämne | emne | aihe | konu | tárgy | subiect | θέμα | chủ đề | subjek | perihal',
  ],
  other: [
    'reply-to | reply to | 回复至 | 回覆至 | risposta | antwort an | répondre à | responder a | responder para | antwoord aan',
    'importance | priority | 重要性 | 优先级 | 附件 | attachments | anhänge | pièces jointes | 夾帶檔案 | mail-folge-an',
    'organization | 单位 | 邮件大小 | message-id | 회신 | resent-from',
  ],
}

/** The line between dashes above the mail that is answered. */
export const originalLabels: readonly string[] = [
  'original message | original messages | original mail | original email | original e-mail | original | reply message | reply mail',
  'original appointment | replied message | previous message | message history',
  '原始邮件 | 原邮件 | 回复的原邮件 | 回复的邮件 | 回复邮件 | 邮件原件 | 邮件原文 | 原始邮件信息 | 原始信息 | 原始消息 | 原始信件 | 原信件 | 原文 | 来信原文',
  '历史邮件 | 邮件历史 | 往来邮件 | 引用 | 原邮件内容 | 原始邮件内容 | 原始郵件 | 原始訊息 | 原郵件 | 郵件原件 | 回覆的原郵件 | 原始内容 | 回复的原始邮件',
  'ursprüngliche nachricht | originalnachricht | original-nachricht | ursprüngliche e-mail | message d’origine | message original',
  'message initial | message d’origine d’outlook | mensaje original | mensagem original | messaggio originale | messaggio originario',
  'oorspronkelijk bericht | origineel bericht | исходное сообщение | исходное письмо | оригинальное сообщение',
  'первоначальное сообщение | оригінальне повідомлення | вихідне повідомлення | 元のメッセージ | オリジナルメッセージ | 原文メッセージ',
  '元のメール | 원본 메시지 | 원본 메일 | 원본메일 | original nachricht | wiadomość oryginalna | oryginalna wiadomość | původní zpráva',
  'původní e-mail | pôvodná správa | ursprungligt meddelande | originalmeddelande | oprindelig meddelelse | original meddelelse',
  'opprinnelig melding | original melding | alkuperäinen viesti | özgün ileti | orijinal mesaj | orijinal ileti',
  'eredeti üzenet | mesaj original | mesajul original | αρχικό μήνυμα | thư gốc | tin nhắn gốc | pesan asli | missatge original',
]

/** Labels that people draw dashes around too: they count with head lines below alone. */
export const weakLabels: readonly string[] = [
  'original | forwarded | 原文 | 引用 | 转发 | 转发内容 | 原始内容 | weitergeleitet',
]

/** What a help desk writes above its mails, so that the answer stands above it. Regular expressions. */
export const replyAboveSigns: readonly string[] = [
  '(?:reply|respond|write|type your (?:reply|response)) above this line',
  '(?:请)?在(?:此|这|該|该)(?:行|线|條|条线)(?:以上|上方|之上)(?:直接)?(?:回复|答复|回覆)',
]

/** The line above a mail that is sent on. */
export const forwardLabels: readonly string[] = [
  'forwarded message | forwarded mail | forwarded email | forwarded e-mail | begin forwarded message | start of forwarded message',
  'forwarded by | forwarded messages | forwarding message | forward message | forwarded',
  '转发邮件信息 | 以下是转发邮件信息 | 转发的邮件 | 转发邮件 | 转发的原邮件 | 转发原邮件 | 被转发邮件信息 | 被转发邮件 | 被转发的邮件 | 转发的消息',
  '转发消息 | 转发信息 | 转发信件 | 转发的信件 | 以下是转发的邮件 | 下面是被转发的邮件 | 以下为转发邮件 | 以下是转发邮件 | 开始转发的邮件 | 开始转发邮件 | 已转发邮件',
  '已转发的邮件 | 转发的原始邮件 | 转发内容 | 开始转发的信息 | 转发 | 轉寄郵件 | 轉寄的郵件 | 轉寄信件 | 轉寄的信件 | 已轉寄郵件 | 開始轉寄郵件 | 以下為轉寄郵件 | 以下是轉寄郵件',
  '轉寄訊息 | 轉寄的訊息 | 轉發郵件 | 轉發的郵件 | 已轉寄的郵件',
  'weitergeleitete nachricht | anfang der weitergeleiteten nachricht | anfang der weitergeleiteten e-mail | weitergeleitet',
  'message transféré | début du message transféré | début du message réexpédié | message réexpédié | message transmis',
  'mensaje reenviado | inicio del mensaje reenviado | mensagem encaminhada | mensagem reenviada | mensagem reencaminhada',
  'início da mensagem encaminhada | início da mensagem reencaminhada | messaggio inoltrato | inizio messaggio inoltrato',
  'doorgestuurd bericht | begin doorgestuurd bericht | пересылаемое сообщение | пересланное сообщение | пересылаемое письмо',
  'начало переадресованного сообщения | начало пересылаемого сообщения | перенаправленное сообщение | пересланное письмо',
  'переслане повідомлення | початок листа, що пересилається | 転送されたメッセージ | 転送メッセージ | 転送メール | 転送されたメール',
  '전달된 메시지 | 전달된 메일 | 전달된 이메일 | 전달 메시지 | wiadomość przekazana dalej | przekazana wiadomość | treść przekazanej wiadomości',
  'początek przekazywanej wiadomości | wiadomość przekazana | přeposlaná zpráva | začátek přeposílané zprávy | přeposlaný e-mail',
  'preposlaná správa | vidarebefordrat meddelande | vidarebefordrat brev | vidarebefordrat mejl | videresendt meddelelse',
  'videresendt besked | start på videresendt besked | videresendt melding | videresendt e-post | videresendt e-mail',
  'välitetty viesti | välitetty viesti alkaa | edelleenlähetetty viesti | iletilmiş ileti | yönlendirilen ileti',
  'iletilen mesaj | iletilen ileti | iletilen mesajın başı | továbbított üzenet | mesaj redirecționat | προωθημένο μήνυμα',
  'pesan terusan | thư đã chuyển tiếp | missatge reenviat',
]

/** Before a colon in the subject of a mail that is sent on: the outermost prefix decides. */
export const forwardPrefixes: readonly string[] = [
  'fw | fwd | 转发 | 转寄 | 轉寄 | 轉發 | wg | weitergeleitet | tr | rv | rvs | enc | res-enc | doorst | пересл | i | pd | vb | vs | vl | vid | ilt',
  'i̇lt | továbbítás | 전달 | 転送 | redirecționat | πρθ',
]

/** "… wrote": the words by which an attribution line says so. With `^` where letters may stand right beside it. */
export const wroteWords: readonly string[] = [
  'wrote | writes | has written | ^写道 | ^寫道 | ^写到 | ^寫到 | ^写信道 | ^写了 | ^撰写 | ^撰寫 | ^來信 | ^来信',
  'schrieb | geschrieben | écrit | ecrit | escribió | escribio | escrito | escreveu | escreve | scritto | scrive | schreef',
  'geschreven | написал | написала | написал(а) | написали | пишет | писал | писал(а) | написав | написала | пише | написа',
  '^のメール | ^書きました | ^さんは書きました | ^작성 | ^썼습니다 | ^쓴 글 | ^님이 쓴 | ^쓰셨습니다 | napisał | napisała | napisał(a) | pisze',
  'napisał/a | napsal | napsala | napsal(a) | napísal | napísala | napísal(a) | skrev | skrev følgende | skriver | kirjoitti',
  'yazdı | yazmış | írta | a scris | έγραψε | đã viết | menulis | va escriure | ^كتب | ^כתב',
]

/** With which an attribution line begins; the day follows. */
export const attributionOpenings: readonly string[] = [
  'on | at | in message | quoting | am | le | el | il | il giorno | em | a | op | den | d. | dnia | w dniu | dne | dňa | pe | în | la',
  'στις | vào | pada | pada tanggal | в | на | ngày | el día | date | message from | 在 | 于 | 於 | 在：',
]

/** Who writes of what was written, and is no mail program: 我在1月5日写道. */
export const tellingWords: readonly string[] = [
  'i wrote | we wrote | he wrote | she wrote | they wrote | i also wrote | i already wrote | ich schrieb | ich habe geschrieben',
  '里写道 | 裡寫道 | 中写道 | 中寫道 | 上写道 | 内写道 | 又写道 | 曾写道 | 里写到 | 中写到 | 上写到 | 里写了 | 中写了 | 上写了 | 我写道 | 我写了 | 我写到',
]

/** How such a one begins. */
export const tellingOpenings: readonly string[] = [
  '我 | 本人 | 你们 | 你們 | 您 | 贵司 | 贵公司 | 他 | 她 | 对方 | your  | my  | his  | her  | our ',
]

/** What a program says of itself below what was written, and nothing else stands in the line. Regular expressions. */
export const programLines: readonly string[] = [
  'sent (?:from|via|by|using|with|through) (?:my|the|our) [^\\s.,!?]{1,20}(?: [^\\s.,!?]{1,20}){0,2}',
  'sent (?:from|via|by|using|with|through) (?:my|an?) .{1,60}(?:excuse|pardon|forgive|sorry|brief|brevity|typo).{0,60}',
  'sent (?:from|via|by|using|with|through) an? (?:\\S+ )?(?:phone|mobile|tablet|iphone|ipad|smartphone|device)',
  'sent (?:from|via|by|using|with|through) \\[?(?:e-?mail|mail|gmail|outlook|hotmail|yahoo|windows|iphone|ipad|ipod|mobile|android|samsung|galaxy|huawei|honor|xiaomi|oppo|vivo|oneplus|nokia|sony|blackberry|verizon|t-mobile|orange|foxmail|qq|netease|lark|feishu|dingtalk|alimail|thunderbird|k-9|airmail|mailbox|proton|spark|superhuman|aol|nine|front|edison|newton|bluemail|typeapp|fairemail|hey|zoho|tutanota|tuta|icloud|surface)(?![a-z]).{0,60}',
  'from my (?:iphone|ipad|mobile|phone|android|samsung|galaxy|blackberry)[^.,!?]{0,20}',
  '[^\\s\\d]{1,20} from (?:my )?mobile',
  '(?:get|download) \\[?(?:the )?(?:outlook|yahoo mail|gmail|spark|edison)[^?]{0,12} for .{0,60}',
  'signature is customized by netease mail master.{0,20}',
  '(?:composed|written|typed|dictated|created) (?:on|with|from|using) (?:my )?(?:iphone|ipad|mobile|phone|android|siri|handheld).{0,40}',
  'please (?:excuse|forgive|pardon) (?:any |the |my )?(?:typos|brevity|spelling).{0,60}',
  'virus[- ]free\\.?.{0,60}',
  '.{0,40}www\\.avast\\.com.{0,40}',
  '(?:发|發|发送|發送|传|傳|寄)自 ?(?:于)?我的[^，。！？?!]{1,24}',
  '(?:签名|簽名|本邮件|此邮件)由.{1,24}定制',
  '(?:获取|獲取|取得|下载|下載) ?\\[?(?:适用于|適用於)?.{0,20}outlook.{0,40}',
  '(?:此邮件|本邮件|该邮件)(?:由|已由|已经由).{1,30}(?:发送|发出|检测|扫描)',
  '.{0,6}(?:不含病毒|没有病毒|無病毒|未发现病毒).{0,30}',
  'von (?:meinem|meiner|unterwegs) .{0,40}(?:gesendet|geschrieben)',
  '(?:télécharger|obtenez|obtenir|obtener|obtén|obter|descargar|baixar|scarica|ottieni) outlook.{0,60}|outlook für (?:ios|android).{0,40}',
]

/** The same, where one of the words below stands in it. Regular expressions. */
export const deviceLines: readonly string[] = [
  'sent (?:from|via|by|using|with|through) (?:my|the|our) [^.,!?]{1,60}',
  '(?:发|發|发送|發送|传|傳|寄)自[^，。！？?!]{1,40}',
  '[来來]自(?:我的)?[^，。！？的]{1,24}',
  '(?:从|從|由|用|通过|透過|使用)[^，。！？]{1,70}(?:发送|發送|傳送|寄出|发出|發出|寄送|撰写|回复)',
  '(?:diese|die) (?:nachricht|e-?mail|mail) wurde von .{1,80}',
  'gesendet (?:von|mit|über|vom|aus|via) .{1,80}',
  '(?:verzonden|verstuurd|gestuurd) (?:vanaf|van|met|vanuit|via) .{1,80}',
  '(?:sendt|skickat|skickades) (?:fra|från|med|via) .{1,80}',
  'lähetetty .{1,80}',
  "(?:envoyé|envoyée|écrit|transmis|rédigé) (?:depuis|de|à partir|d[’']|avec|via|par).{1,80}",
  '(?:enviado|enviada|escrito) (?:desde|de|do|da|a partir|com|con|vía|via|pelo|por) .{1,80}',
  "(?:inviato|inviata|spedito|scritto) (?:da|dal|dall[’']|con|tramite|via).{1,80}",
  'trimis (?:de|din|cu) .{1,80}',
  '(?:отправлено|надіслано|послано|отправлена) (?:с|со|из|з|зі|через|від) .{1,80}',
  '(?:wysłano|wysłane|wysłana) (?:z|ze|za|przy|przez) .{1,80}',
  '(?:odesláno|odoslané|odeslané) (?:z|ze|zo|pomocí|přes) .{1,80}',
  '.{1,60}(?:gönderildi|küldve|elküldve)',
  '.{1,40}(?:から|より)送信(?:されました|しています|しました)?.{0,10}',
  '.{1,40}(?:에서|로) (?:보냄|보냈습니다|전송됨|발송됨).{0,10}',
  '(?:đã gửi|được gửi|gửi) từ .{1,80}',
  'dikirim (?:dari|dengan|menggunakan) .{1,80}',
]

/** Of what such a line speaks. Regular expressions. */
export const deviceWords: readonly string[] = [
  'iphon|ipad|ipod|macbook|android|smartphone|mobil|handy|tablet|phone|windows|blackberry|samsung|galaxy|huawei|honor|xiaomi',
  'redmi|oppo|vivo|oneplus|realme|iqoo|nokia|sony|\\blg\\b|htc|motorola|t-mobile|verizon|orange|outlook|hotmail|mail|\\bdevice|\\bpc\\b|[45]g',
  'yahoo|gmx|web\\.de|t-online|netease|lark|feishu|dingtalk|thunderbird|k-9|qq|网易|網易|新浪|搜狐|阿里|钉钉|飞书|华为|華為|荣耀|小米|红米',
  '企业微信|雅虎|安卓|手机|手機|平板|邮件|郵件|邮箱|郵箱|客户端|139|189|163|126|yeah|21cn|телефон|смартфон|почт|telefon|puhelim|portable',
  'móvil|celular|telefone|cellulare|スマートフォン|携帯|휴대|điện thoại|ponsel',
]

/** A notice of secrecy or of the house's legal, not of the writer: a paragraph that says one of these. Regular expressions. */
export const disclaimerSigns: readonly string[] = [
  '(?:this|the) (?:e-?mail|message|communication|transmission|electronic mail)\\b.{0,200}\\b(?:confidential|privileged|intended (?:only|solely|exclusively)|intended (?:recipient|for the (?:use|person|addressee|individual))|legally protected)',
  '(?:contents?|information) (?:of|in|contained in|transmitted (?:in|by)) this (?:e-?mail|message|communication)\\b.{0,200}\\b(?:confidential|privileged|intended)',
  'if you (?:are not|have received this|received this) .{0,80}(?:intended|named|in error|by mistake|addressee)',
  '^[\\s*【\\[(]{0,4}(?:confidentiality|privacy|legal) (?:notice|note|statement|disclaimer)\\b',
  '^[\\s*【\\[(]{0,4}(?:e-?mail |legal )?disclaimer(?: ?[:：]|[\\s*】\\])]{0,4}$)',
  '(?:please )?(?:consider|think (?:of|about)) the environment before printing',
  'this (?:e-?mail|message) (?:has )?(?:originated|was sent|came|comes) from (?:outside|an external)|(?:^|\\W)(?:external|caution|warning)\\W{1,4}external (?:e-?mail|sender|message)',
  'registered (?:office|in england).{0,80}\\d{5}',
  'you (?:received|are receiving) this (?:message|e-?mail) because you (?:are|have|were|signed)',
  '(?:本|此|该|這|这)(?:封|份)?(?:电子)?(?:邮件|郵件|电邮|電郵|電子郵件|信息).{0,60}(?:含有|包含|载有|載有|涉及|可能|均为|属于|屬於|系|为|為).{0,30}(?:保密|机密|機密|秘密|特权|特權)',
  '(?:本|此|该|這|这)(?:封|份)?(?:电子)?(?:邮件|郵件|电邮|電郵|電子郵件).{0,60}(?:仅供|僅供|仅限|僅限|专供|只供|仅发送给|仅用于|仅向|僅向).{0,30}(?:收件|收信|接收|使用|指定|人员|人員|个人|個人)',
  '(?:不是|并非|並非|非) ?[本此该這这封邮郵件的预預期指定目标標正確确合法意向]{0,12}(?:收件人|收信人|收件者|收信者|接收人|接收者|收受人)',
  '(?:误收|誤收|错误(?:地)?收到|錯誤收到|误发).{0,10}(?:邮件|郵件|电邮)',
  '^[\\s*【\\[(（]{0,4}(?:保密|免责|机密|法律|隐私|免責|保密性|机密性)(?:性)?(?:提示|声明|聲明|通知|须知|条款|信息)',
  '^(?:重要)?(?:声明|聲明)[:：].{0,60}(?:邮件|郵件|保密|机密)',
  '打印(?:本|此|这封|该)?(?:邮件|前).{0,20}(?:环保|环境|地球)|(?:环保|环境|地球).{0,30}(?:打印|列印)',
  '(?:此|本|该)(?:邮件|郵件)(?:来自|來自|源自)(?:公司|组织|組織|机构|企业|单位)?外部',
  'diese (?:e-?mail|nachricht).{0,120}(?:vertraulich|rechtlich geschützt|ausschließlich für)',
  '(?:wenn|falls|sollten) sie nicht der .{0,40}(?:adressat|empfänger)',
  '(?:ce|cet|le présent) (?:message|courriel|e-?mail|mail|courrier).{0,120}(?:confidentiel|destinataire|exclusi)',
  "si vous (?:n[’']êtes pas|avez reçu ce).{0,60}(?:destinataire|erreur)",
  '(?:este|el presente) (?:mensaje|correo|e-?mail).{0,160}(?:confidencial|destinatario|exclusiv)',
  '(?:esta|a presente) (?:mensagem|e-?mail).{0,160}(?:confidencia|destinatári|exclusiv)|este e-?mail.{0,120}(?:confidencia|destinatári)',
  '(?:le informazioni contenute|questo messaggio|il presente messaggio|la presente e-?mail).{0,160}(?:riservat|confidenzial|esclusiv|destinatari|analizzato)',
  '(?:dit|deze) (?:bericht|e-?mail).{0,120}(?:vertrouwelijk|uitsluitend bestemd)',
  '(?:это|данное|настоящее) (?:сообщение|письмо|электронное).{0,160}(?:конфиденциальн|предназначен)',
  '(?:ta|niniejsza) (?:wiadomość|korespondencja).{0,160}(?:poufn|przeznaczon)',
  '(?:detta|denne|dette) (?:meddelande|meddelelse|e-?mail|mejl|e-?post|mail).{0,120}(?:konfidentiel|fortrolig|konfidensiel|avsett)',
  '(?:本|この)(?:メール|電子メール|eメール).{0,80}(?:機密|秘密|宛先以外|受信者)',
  '(?:본|이) (?:메일|이메일|메시지|전자우편).{0,80}(?:기밀|비밀|지정된|수신인)',
  '(?:bu|işbu) (?:e-?posta|mesaj|ileti).{0,120}(?:gizli|özel)',
]

/** The foot of a list, not of the writer. Regular expressions. */
export const listFootSigns: readonly string[] = [
  '\\bmailing list\\b',
  '/(?:mailman/)?(?:listinfo|options)/',
  '(?:to )?unsubscribe (?:from|send|visit|click|e-?mail|here)',
  'you (?:received|are receiving) this (?:message|e-?mail) because you',
  'manage your (?:subscription|e-?mail preferences|notification)',
  '(?:退订|取消订阅|不再接收|不想再收到).{0,20}(?:邮件|点击|请)|(?:点击|请).{0,12}(?:退订|取消订阅)',
]

/** What stands before the name. The name with how to reach its bearer comes behind it. */
export const signOffs: readonly string[] = [
  'best | best regards | kind regards | warm regards | warmest regards | regards | many thanks | thanks | thank you | thanks and regards',
  'thanks & regards | thank you very much | sincerely | yours sincerely | yours faithfully | yours truly | cheers | yours | br | b.r. | rgds | kr',
  'with best regards | with kind regards | best wishes | all the best | respectfully | cordially | sincerely yours | thx | thanks in advance',
  '谢谢 | 谢谢您 | 多谢 | 感谢 | 非常感谢 | 谢谢！祝好 | 祝好 | 顺祝商祺 | 顺颂商祺 | 顺颂时祺 | 此致 | 敬礼 | 此致敬礼 | 致礼 | 敬上 | 敬启 | 谨启 | 谨上 | 祝工作顺利 | 祝您工作顺利 | 祝商祺 | 商祺',
  '祝生活愉快 | 祝您生活愉快 | 敬祝商祺 | 敬颂 | 以上，谢谢 | 以上 | 谢谢配合 | 顺祝 | 順頌商祺 | 謝謝 | 感謝 | 敬禮 | 敬祝 | 祝順利 | 祝一切顺利 | 祝愉快 | 顺颂商祺！ | 顺祝时祺',
  'mit freundlichen grüßen | freundliche grüße | viele grüße | beste grüße | liebe grüße | mfg | lg | vg | cordialement | bien cordialement',
  'salutations | bien à vous | saludos | saludos cordiales | un saludo | atentamente | gracias | atenciosamente | att | obrigado | obrigada',
  'cordiali saluti | distinti saluti | saluti | grazie | met vriendelijke groet | groeten | mvg | с уважением | спасибо | с наилучшими пожеланиями',
  'pozdrawiam | z poważaniem | s pozdravem | děkuji | med vänlig hälsning | vänliga hälsningar | mvh | med venlig hilsen | vennlig hilsen',
  'hälsningar | hilsen | ystävällisin terveisin | terveisin | saygılarımla | teşekkürler | よろしくお願いします | よろしくお願いいたします | 以上よろしくお願いいたします',
  '감사합니다 | 드림 | üdvözlettel | cu stimă | trân trọng | salam | hormat saya',
]

/** How one is reached at work. Two different ones behind a sign-off are a name block; a telephone or an address alone is not:
 *  that is where the parcel is to go. Regular expressions. */
export const contactSigns: readonly string[] = [
  '[\\w.+-]{1,64}@[\\w-]{1,64}\\.[\\w.-]{2,64}',
  '(?:https?://|www\\.)\\S{3}',
  '^(?:fax|f|传真|傳真|telefax)\\b ?[.:：]|传真|傳真|\\bfax\\b',
  '\\b(?:manager|director|engineer|officer|president|ceo|cto|cfo|coo|founder|assistant|head of|department|sales|consultant|specialist|analyst|professor|ph\\.?d|supervisor|coordinator|representative|geschäftsführer|leiter|directeur|responsable)\\b|经理|总监|主管|工程师|總監|經理|工程師|董事|总裁|助理|专员|采购部|销售部|市场部|客服部|行政部|人事部|财务部|技术部|事业部|部门|教授|主任|顾问',
  '\\b(?:ltd|inc|llc|gmbh|corp|corporation|limited|s\\.?a\\.?r?\\.?l|b\\.v|pty|plc)\\b|有限公司|股份公司|有限合伙|研究院|研究所|株式会社',
]
