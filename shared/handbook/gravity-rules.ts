import type { CategoryRule, ContextRule, GravityRule, IncidentRules } from '../domain/gravity'

/**
 * 严重程度与紧急程度: extent decides, the highest that matches wins (C-24). Danger to people, law, press and leaked payment data
 * are never below L2. Patterns are read in simplified characters and lower case.
 */
export const gravityRules: readonly GravityRule[] = [
  {
    id: 'severity-payment-data',
    severity: 'especially_major',
    requirement: 'R-CLS-09, C-24',
    patterns: [
      /(支付|付款|银行卡|信用卡|卡号|安全码|付款资料).{0,12}(泄露|泄漏|外泄|泄的|公开了|被盗|盗用|被转走)/,
      /盗刷|(卡|账户).{0,12}被(人?刷了|盗用)|泄露.{0,6}(付款|支付|银行卡|卡号)/,
      /支付.{0,4}(账号|密码).{0,4}(被盗|泄)/,
      /\b(card|payment|bank) (details?|data|info\w*|numbers?)?\b.{0,40}\b(leak\w*|stolen|expos\w+|compromised|breach\w*|on the internet|for sale)\b/,
      /\bleaked (my|our|the) (card|payment|bank)/,
      /\b(using|used) (my|the) card i (saved|stored|gave)/,
      /\b(payments?|charges?|transactions?) (that )?i (did not|didn't|never) (make|made|authori[sz]ed?)\b/,
      /\b(fraudulent|unauthori[sz]ed) (charge|payment|transaction)s?\b/,
      /\bcard data breach\b/,
    ],
  },
  {
    id: 'severity-platform-outage',
    severity: 'especially_major',
    requirement: 'R-CLS-09, C-24',
    patterns: [
      /(整个|全)(平台|网站?|商城|国).{0,14}(瘫|崩|宕机|打不开|挂了|中断|停摆|停了|停服|不了|丢失)/,
      /平台.{0,4}(全面|整个|都)?.{0,4}(瘫|宕机|崩|挂了|中断)/,
      /(所有人|所有用户|大家|全国用户|所有城市).{0,14}(不了|不上|打不开|停了|崩|进不去)/,
      /(谁都)(进不去|登不上|打不开|用不了|付不了)/,
      /\b(whole|entire) (platform|site|website|shop)\b.{0,40}\b(down|offline|crash\w*|unreachable|dead|interrupted)\b/,
      /\b(website|site) and app\b.{0,30}\bdown\b|\bapp and (web)?site\b.{0,30}\bdown\b/,
      /\b(platform|total|complete) outage( of the platform)?$|\bplatform outage\b|\boutage of the platform\b/,
      /\b(nobody|no one|no customer)( \w+)? can (log|order|pay|place|check|use|get)/,
      /\b(down|out|offline) (nationwide|for everyone|for everybody|everywhere)\b/,
      /\bon the (whole|entire) (platform|site)\b/,
      /\bof all (users|customers)\b.{0,30}\b(lost|exposed|gone)\b|\bdata of all (users|customers)\b/,
    ],
    affected: { atLeast: 100, and: /(不了|不上|丢|cannot|can't|unable|lost)/ },
  },
  {
    id: 'severity-press',
    severity: 'especially_major',
    requirement: 'R-CLS-09',
    patterns: [
      /热搜|电视台|(找|联系了?|通知).{0,3}(媒体|记者)|记者.{0,6}(来|曝光)|媒体(曝光|报道)|315晚会|上新闻|新闻都|报纸.{0,3}(要|会|登|报)|品牌声誉|315(晚会|曝光)/,
      /抖音.{0,8}(千万|百万|上亿)|(联合|集体)曝光|抵制你们/,
      /\b(journalists?|reporter|newspapers?|the papers|the press|the media|tv station)\b(?! student)/,
      /\bwent viral|trending on|be on the news|boycott\w* your|damage to your brand|watchdog will\b/,
    ],
  },
  {
    id: 'severity-danger',
    severity: 'major',
    requirement: 'R-CLS-08 (†: danger to people)',
    patterns: [
      /着火|起火|冒烟|冒火|爆炸|炸了|触电|漏电|电到|麻一下|糊味|烧焦|烧伤|烫伤|受伤|割伤|划伤了?手|流血|住院|中毒|吃坏|拉肚子|送医|急诊/,
      /(严重|用了|用完|皮肤|脸).{0,6}(过敏|红疹|烂了)|(吃|喝)(完|了).{0,6}(吐|晕|不舒服)|有毒|肉臭了/,
      /\b(caught|catch|on) fire\b|explod\w+ (in|while|and burn)|battery exploded|electric shock|\bburn(ed|t|ing)? (my|her|his|smell)|smells? of burning|smoke (came|coming)|injur\w+|bleeding|hospital(?! is waiting)|food poisoning|allergic reaction|gave me a rash|made (me|my \w+) (sick|ill)|glass in my|overheat\w*|nearly fell|smells off|meat was warm/,
    ],
  },
  {
    id: 'severity-self-harm',
    severity: 'major',
    requirement: 'R-CLS-08 (†: danger to people)',
    patterns: [
      /不想活|活不下去|自杀|轻生|割腕|跳楼/,
      /\bkill(ing)? myself\b|\bsuicid\w*|\bend (my|it) (life|all)\b|\bwant to die\b/,
    ],
  },
  {
    id: 'severity-law',
    severity: 'major',
    requirement: 'R-CLS-08',
    patterns: [
      /起诉|律师|法院|报(了)?警|法律程序|12315|消协|消费者协会|消保|市场?监管?局|市监局|工商局|告你们/,
      /\b(lawyers?|solicitor|attorney|sue|suing|legal action|small claims|police)\b|\b(in|to) court\b/,
    ],
  },
  {
    id: 'severity-account-frozen',
    severity: 'major',
    requirement: 'R-CLS-08',
    patterns: [
      /(账号|账户|号|户).{0,10}(冻结|冻住|被封|封了|被你们封|停用|锁死|被盗|限制使用|被限制)/,
      /冻结.{0,4}(账户|账号)|(把|将)我的?号.{0,2}封|解封|盗号|封我(的)?号|有人(登|用)我的?(号|账号)/,
      /\baccount\b.{0,24}\b(frozen|blocked|suspended|hacked|disabled|deactivated|banned|restricted|locked and)\b/,
      /\b(froze|blocked|suspended|disabled|banned|unfreeze|hacked|deactivated) my account\b|\blogged into my account\b|\b(got|been) into my account\b|\bacc(oun)?t? hacked\b|\bemail on my account was changed\b|\bsuspicious login\b|\bin my account i didn't make\b|\baccount on hold\b/,
    ],
  },
  {
    id: 'severity-personal-data',
    severity: 'major',
    requirement: 'R-CLS-08, C-24',
    patterns: [
      /(信息|隐私|资料|数据|订单号).{0,10}(泄露|泄漏|外泄|公开卖|被卖)|泄露了我|数据泄露|安全事件/,
      /(看到|是)(的是)?(别人|陌生人|他人).{0,6}(姓名|电话|地址|订单|信息)/,
      /(骗子|诈骗).{0,10}(知道|说得出)|数据库.{0,6}(黑|泄)|(被黑了)|账号登录买|信息.{0,8}被你们卖了|陌生人的(地址|订单)/,
      /\b(data|private information|personal (data|details|information)|customer list|database)\b.{0,30}\b(leak\w*|breach\w*|sold|hacked|exposed|stolen)\b/,
      /\bleaked my\b|\bdata breach\b|\bsecurity event\b|\bsold my data\b/,
      /\b(another|a stranger's|someone else's|somebody else's) (person's )?(name|orders?|address|info\w*|details)\b/,
      /\bscammer\b.{0,20}\bknow/,
    ],
    unless: /\b(sent|received|got|delivered|has) (me )?(someone|somebody) else's\b|invoice has/,
  },
  {
    id: 'severity-function-outage',
    severity: 'major',
    requirement: 'R-CLS-08, C-24',
    patterns: [
      /(支付|付款|下单|订单|物流|退款|客服|登录|结算|系统|查询|业务|功能).{0,6}(全部?|整个|彻底|大面积|大规模|重大|完全|都).{0,6}(瘫|崩|挂了|故障|中断|失效|停摆|停了|用不了|查不了)/,
      /(整个|所有|重大|大面积|大规模).{0,3}(支付|下单|订单|物流|退款|登录|系统).{0,8}(瘫|崩|故障|中断|停|用不了|查不了)/,
      /\b(whole|entire|complete\w*|totally|all) \w* ?(checkout|ordering|payments?|system|tracking|refunds?|returns?|login|api)?\b.{0,24}\b(down|stopped|collapsed|broken|outage|system is out|is out$)\b/,
      /\b(payment|ordering|tracking|refund|login|returns?|ordering) (system|api)?\b.{0,30}\b(completely|totally|entirely|across all)\b/,
      /\b(is|are) (completely|totally) (down|broken)\b|\bmajor (system fault|outage)\b|\bdown across all\b|\ball payments are down\b|\bbusiness stands still\b/,
    ],
    unless: /^(我的|my |only )/,
  },
  {
    id: 'severity-vital-goods',
    severity: 'major',
    requirement: 'R-CLS-08',
    patterns: [
      /(药|胰岛素|制氧机|呼吸机|透析|特殊奶粉|特医|轮椅|手术|医院|重要商品|救命).{0,20}(缺货|断货|没货|无法发货|发不了|发不出|没法发货)/,
      /\b(medicine|inhaler|insulin|oxygen|formula|wheelchair|feeding tube|nebuli[sz]er|dialysis|hospital|important product)\b.{0,60}\b(out of stock|sold out|can't (be )?ship\w*|cannot (be )?ship\w*|can't (be )?shipped|cannot send|unavailable|vital)\b/,
      /\b(can't|cannot) (ship|send) the (oxygen|nebuli[sz]er|masks|medicine|insulin|inhaler)/,
    ],
  },
  {
    id: 'urgency-words',
    urgent: true,
    requirement: 'R-PRI-03, R-SLA-02',
    patterns: [
      /紧急|加急|急用|很急|急急|(?<!不着|不)急[!！]|特别急|着急用|等着用|急着用|马上就要|立刻|马上给我|马上帮我|快帮我停|十万火急|人命关天/,
      /\burgent\w*|\basap\b|\bas soon as possible\b|\bimmediately\b|\bemergency\b|\bright (now[.!]*$|away\b)|\bat once\b/,
    ],
    unless: /不(是很)?紧急|\bnot urgent\b|\bno (hurry|rush)\b/,
  },
  {
    id: 'urgency-deadline',
    urgent: true,
    requirement: 'R-PRI-03, R-SLA-02',
    patterns: [
      /(今天|今晚|明天|后天|月底前?|周[一二三四五六日]).{0,4}(必须|就要|之内|要用|等着|婚礼|生日|出差|审计|截止)|赶飞机|赶时间|今天不解决/,
      /\bneed (it|them|this) (today|tomorrow|tonight|by)\b|\bby (today|tomorrow|tonight)\b|\b(wedding|audit|birthday|funeral|flight) (is )?(today|tomorrow)\b|\bfor a wedding\b/,
    ],
  },
]

/** What lies outside the words: who writes, how much is at stake, how often before, how many are hit (R-CLS-13). */
export const contextRules: readonly ContextRule[] = [
  { id: 'urgency-complained-before', urgent: true, earlierComplaints: 2, requirement: 'R-CLS-17, R-CLS-21 (†)' },
  { id: 'urgency-key-customer', urgent: true, tier: 'key', topics: ['complaint'], requirement: 'R-PRI-06 (†)' },
  {
    id: 'severity-order-value',
    severity: 'major',
    orderValueMinor: 5_000_000,
    topics: ['complaint', 'logistics', 'after_sales', 'payment'],
    requirement: 'R-CLS-08 (†)',
  },
]

/** 服务问题分类 (R-CLS-06) where the words say so; the first that matches. Otherwise the topic decides. */
export const categoryRules: readonly CategoryRule[] = [
  {
    id: 'category-feedback',
    category: 'service_feedback',
    requirement: 'R-CLS-12',
    patterns: [
      /(建议|希望|反馈|提个?意见).{0,24}(清|明白|具体|简化|透明|公开|公示|统一|一致|标准|进度|让顾客|列个表|改进|处理到哪)|(不清|含糊|模糊|笼统|看不懂|不明确|不透明|不公开|不统一|不一致|标准不同|都不同|不一样|不到|没写清|不清楚|看不见|参差不齐|不明白).{0,20}(建议|希望|反馈|提个?意见|能不能)|^流程不透明/,
      /服务(内容|说明|范围).{0,4}不(清晰|明确)|服务?流程不透明|(服务)?标准不(一致|统一)/,
      /\b(suggest\w*|feedback|please|would (help|be nice)|should introduce|could be more|maybe)\b.{0,60}\b(clear\w*|transparent|consistent|progress|publish\w*|simplify|rewrite|standard\w*|align|uniform|everywhere|specific|precise|how far|customers see|word them|return rules)\b/,
      /\b(unclear|vague|not transparent|isn't clear|not explained|not spelled out|hard to understand|lacks transparency|aren't transparent|not public|no visibility|inconsistent|uneven|differ from store|standards|return rules|confusing|everything is invisible|opaque|too general|vary every time|handled differently)\b.{0,80}\b(suggest\w*|feedback|please|would help|could be|maybe|be consistent|should be|standard\w*|standards|transparen\w*)\b/,
      /\bservice (process is opaque|standards are inconsistent)|content of your service is unclear|\bdifferent standards\b|\blacks transparency\b|\bprocess is not transparent\b|\bprogress bar would help\b|\bscope of the service were clearer\b|\binconsistent\b/,
    ],
  },
  {
    id: 'category-complaint',
    category: 'customer_complaint',
    requirement: 'R-CLS-11',
    patterns: [
      /态度|没礼貌|不耐烦|爱答不理|阴阳怪气|骂我|翻白眼|(挂|挂了).{0,3}电话|语气/,
      /没人(理|回|联系|回应|处理)|不回复|都没回|已读不回|(回复|响应).{0,3}(太|得)?慢|打不通|半天不回/,
      /(客服|服务).{0,10}(答复|说法|误导|胡说|乱说|讲的|内容不准|说能退)|三个说法|误导我|告诉我的信息不对|解决办法.{0,3}不对|答复.{0,6}(错|矛盾)/,
      /\b(rude|impatient|swore|hung up|disrespectful|attitude|aggressive|laughed at me|like a child|rolled (her|his) eyes|unfriendly)\b/,
      /\b(no reply|no response|nobody (answers|responds)|no one has got back|ignoring my|slow response|forever to reply|on hold|still nothing|days later nothing)\b|\bresponse of your service is slow\b/,
      /\b(wrong information|different answers|told the wrong|is not true|misled|misinformed|plain wrong|contradict|was incorrect|inaccurate)\b.{0,30}(agent|staff|support|service|me|each other|trip|$)/,
      /\bcontent of your service was inaccurate\b|\bagent said .{0,40}now you say no\b|\b(answer|advice) .{0,30}(incorrect|wrong)\b/,
    ],
    unless: /\bon hold and nobody told\b|\bproduct\b|\bpage\b|\blisting\b/,
  },
  {
    id: 'category-process',
    category: 'service_process',
    requirement: 'R-CLS-10',
    patterns: [
      /流程.{0,10}(乱|混乱|繁琐|问题|不通|不合理|太长)|(订单|单).{0,12}(转来转去|一团糟)|乱七八糟/,
      /(客服|师傅|工作人员|快递员|安装工|员工|店员|维修的人|服务人员).{0,14}(没经我同意|不按|私自|擅自|操作失误|违规|没按流程|登记错|不规范|替我签|没戴|没出示|不按规范|没让我)/,
      /系统功能异常|功能(坏了|异常|用不了)/,
      /\b(process|workflow|procedure|coordination)\b.{0,40}\b(mess|confused|absurd|broken|fails?|makes no sense|chaotic|changing|five days|no coordination)\b|\bpassed from department\b|\bno coordination\b/,
      /\b(without (asking|my consent|permission|letting)|didn't follow|did not follow|against the rules|made a mistake|entered my details wrongly|irregular\w*)\b/,
      /\bsystem functions? fault\b|\b(my|on my) (app|phone|cart)\b.{0,30}\b(crash\w*|won't)|\bpage error\b|\bpage\b.{0,12}\bwon't open\b/,
    ],
  },
  {
    id: 'category-general',
    category: 'general',
    requirement: 'R-CLS-07',
    patterns: [
      /订单.{0,12}(状态|异常|已关闭|待审核|待付款|待发货|暂停|处理中)|状态一会儿|(支付|付款|刷卡|尾款|交易).{0,6}(失败|不了|不成功|没成功|不上|不出)|付不(了|出|上)|付了三次/,
      /(商品|产品|详情|页面|标题|规格|成分表?|描述|图片|型号|参数).{0,14}(不准|不一样|写错|不符|对不上|有误|不同|标得不对|不对|纯棉)|标题说.{0,6}详情说/,
      /\border( page| \d+)?\b.{0,30}\b(status|says|shows|stuck|exception)\b|\bstatus of my order\b|\bpayments?\b.{0,20}\b(fail\w*|unsuccessful|error)\b|\b(card was declined|can't pay|not able to pay|transaction didn't|no luck)\b/,
      /\b(product|listing|description|specs|page|picture|ingredients|weight|size)\b.{0,40}\b(inaccurate|wrong|not correct|differs|don't match|isn't right|not what it|says|seems)\b/,
    ],
  },
]

/** 突发事件分级 (R-CLS-15): how wide, how many modules. */
export const incidentRules: IncidentRules = {
  wide: /全国|全平台|整个平台|平台.{0,3}全面|全网|整个商城|所有(用户|城市|客户|人)|大规模|影响范围广|nationwide|whole platform|entire (site|platform)|\bnobody\b|everyone|every city|total outage|all (users|customers)|across the country|wide scope(?<!fairly wide scope)|massive/,
  fairlyWide:
    /地区|整个华|区域|[京沪广深]地区|仓.{0,10}全停|多个城市|好几个省|几百|上百|一大批|大批|大面积|较广|fairly wide|whole eastern|region|warehouse,? many|stopped at the|all over|hundreds|over a hundred|several (cities|states)|large group|many (users|customers)/,
  some: /十几户|小区|公司几个|几个人|驿站的?包裹全|几位|五个人|这个(店|仓库)|本店|宿舍楼|几个同事|范围较小|a dozen|our (building|dorm|office)|a few of us|this (store|shop|warehouse)|several customers|five people|one pick-up point|colleagues|small scope, ordinary|in this shop/,
  modules: [
    /下单|订单|\borders?\b|ordering/,
    /支付|付款|付不了款|资金|\bpay\w*/,
    /物流|发货|配送|快递|收不到货|\b(logistics|deliver\w*|shipping|ship\w*)\b/,
    /退款|退货|售后|\b(refunds?|returns?|after-sales)\b/,
    /登录|\blog ?in\b/,
    /客服系统|客服|\bsupport\b/,
    /优惠券|\bvouchers?\b/,
    /数据泄露|data breach/,
    /多个业务模块|平台全面瘫痪|several business modules|several modules|total outage of the platform/,
    /多个业务模块|商家损失|several business modules|several modules|sellers lose/,
  ],
}
