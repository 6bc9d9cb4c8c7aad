/** Words that stand for one another whatever the shop sells: the model reads each as itself and as its concept. */
export interface Concept {
  readonly name: string
  readonly zh: string
  readonly en: string
}

/** 概念词表: things, people, carriers, places, days, colours, ways to pay. Separated by spaces; `_` is a space within. */
export const concepts: readonly Concept[] = [
  {
    name: 'thing',
    zh: '手机 手机壳 手机膜 钢化膜 电脑 笔记本 平板 ipad iphone 苹果 华为 小米 耳机 音箱 充电器 充电宝 数据线 键盘 鼠标 显示器 硬盘 内存条 路由器 摄像头 相机 镜头 打印机 墨盒 电视 电视机 冰箱 洗衣机 空调 热水器 油烟机 燃气灶 微波炉 烤箱 电饭煲 电饭锅 电磁炉 高压锅 炒锅 锅 水壶 热水壶 豆浆机 榨汁机 破壁机 咖啡机 净水器 滤芯 吸尘器 扫地机 扫地机器人 加湿器 电风扇 风扇 取暖器 吹风机 剃须刀 牙刷 电动牙刷 洗碗机 按摩椅 跑步机 台灯 灯 灯泡 插座 插线板 沙发 床 床垫 衣柜 书桌 桌子 椅子 柜子 书架 鞋柜 茶几 窗帘 地毯 被子 枕头 床单 四件套 毛巾 浴巾 衣服 裤子 裙子 连衣裙 外套 羽绒服 毛衣 卫衣 t恤 衬衫 西装 内衣 内裤 袜子 鞋 鞋子 靴子 凉鞋 拖鞋 运动鞋 高跟鞋 帽子 围巾 手套 皮带 包 包包 背包 书包 行李箱 箱子 钱包 手表 项链 戒指 耳环 手链 手镯 眼镜 墨镜 面膜 面霜 精华 口红 粉底 防晒 洗面奶 爽肤水 乳液 香水 洗发水 沐浴露 护手霜 牙膏 洗衣液 纸巾 卫生纸 卫生巾 纸尿裤 尿不湿 奶粉 奶瓶 玩具 积木 婴儿车 推车 安全座椅 童装 零食 坚果 核桃 巴旦木 瓜子 饼干 蛋糕 面包 月饼 巧克力 糖 牛奶 酸奶 饮料 白酒 红酒 啤酒 茶叶 咖啡 蜂蜜 大米 面粉 食用油 鸡蛋 水果 苹果 橙子 樱桃 车厘子 榴莲 芒果 草莓 牛肉 牛排 海鲜 螃蟹 大闸蟹 虾 鱼 粽子 方便面 螺蛳粉 辣条 保健品 维生素 蛋白粉 药 口罩 体温计 血压计 轮椅 猫粮 狗粮 猫砂 猫 狗 书 教材 绘本 本子 笔 钢笔 吉他 钢琴 电子琴 口琴 自行车 单车 电动车 头盔 轮胎 机油 行车记录仪 帐篷 睡袋 鱼竿 球拍 篮球 足球 瑜伽垫 哑铃 望远镜 显微镜 花 花盆 种子 多肉 绿植 杯子 保温杯 碗 盘子 刀 筷子 雨伞 门锁 花洒 马桶 水龙头 地板 瓷砖 油漆 电池 电钻 螺丝 贴膜 支架 挂架 盒子 手串 盲盒 手办 宝贝 东西 货 商品 产品 机器 主机 显卡',
    en: 'phone phones iphone case charger cable laptop computer macbook tablet ipad headphones earbuds earphones speaker keyboard mouse monitor screen_protector camera lens printer cartridge tv television telly fridge freezer washer washing_machine dryer dishwasher oven microwave toaster kettle blender mixer coffee_machine hoover vacuum fan heater iron lamp light bulb sofa couch bed mattress topper pillow duvet sheets wardrobe desk table chair shelf bookcase drawer drawers cabinet rug carpet curtains blinds mirror dress dresses skirt shirt t-shirt tee top jumper sweater hoodie coat jacket jeans trousers pants shorts leggings socks underwear bra suit shoes shoe boots boot trainers sneakers sandals slippers heels hat cap scarf gloves belt bag bags backpack rucksack suitcase wallet purse watch ring necklace bracelet earrings glasses sunglasses perfume lipstick foundation cream serum moisturiser moisturizer shampoo conditioner soap toothbrush toothpaste razor hairdryer straighteners nappies diapers wipes formula pram stroller buggy car_seat toy toys lego doll puzzle game games console ps5 xbox switch book books novel textbook notebook pen pens diary calendar guitar ukulele piano violin bike bicycle scooter helmet tyre tire tent sleeping_bag telescope microscope fishing_rod racket ball treadmill dumbbells yoga_mat mower drill saw hammer screws paint hose plant plants seeds flowers pot mug mugs cup glass glasses plate plates bowl bottle pan pans knife knives lid milk eggs bread cheese chicken meat fish bananas fruit vegetables chocolate sweets biscuits cake wine beer coffee tea honey rice pasta sauce vitamins protein medicine mask dog_food cat_food cat_litter dog_bed filter filters battery batteries remote adapter stand bracket box product item items thing stuff goods',
  },
  {
    name: 'carrier',
    zh: '顺丰 圆通 中通 申通 韵达 邮政 ems 京东快递 京东物流 极兔 德邦 百世 天天快递 安能 跨越 菜鸟 丰巢 黑猫宅急便',
    en: 'ups usps fedex dhl dpd hermes evri yodel royal_mail parcelforce ontrac lasership amazon_logistics canada_post auspost gls',
  },
  {
    name: 'place',
    zh: '北京 上海 广州 深圳 天津 重庆 杭州 南京 苏州 武汉 成都 西安 长沙 郑州 青岛 济南 大连 沈阳 哈尔滨 长春 福州 厦门 泉州 宁波 温州 合肥 南昌 昆明 贵阳 南宁 海口 三亚 兰州 西宁 银川 乌鲁木齐 拉萨 呼和浩特 太原 石家庄 唐山 东莞 佛山 珠海 中山 无锡 常州 徐州 义乌 新疆 西藏 内蒙古 青海 甘肃 宁夏 云南 贵州 四川 广东 广西 海南 湖南 湖北 河南 河北 山东 山西 陕西 江苏 浙江 安徽 福建 江西 辽宁 吉林 黑龙江 台湾 香港 澳门 国外 海外',
    en: 'london manchester leeds birmingham glasgow edinburgh cardiff bristol belfast liverpool dublin ireland scotland wales england uk france germany spain italy canada australia texas california florida new_york chicago boston seattle toronto sydney melbourne perth usa europe hawaii alaska',
  },
  {
    name: 'day',
    zh: '今天 昨天 前天 明天 后天 今晚 昨晚 早上 上午 中午 下午 晚上 周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期天 礼拜一 礼拜天 上周 下周 这周 上个月 下个月 这个月 月底 周末 国庆 春节 过年 中秋 元旦 五一 双十一 双11 双十二 双12 618',
    en: 'today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thurs fri sat sun weekend january february march april june july august september october november december christmas xmas easter black_friday',
  },
  {
    name: 'colour',
    zh: '黑色 白色 红色 蓝色 绿色 黄色 粉色 紫色 灰色 棕色 橙色 金色 银色 米色 卡其色 藏青 酒红 咖色',
    en: 'black white red blue green yellow pink purple grey gray brown orange gold silver beige navy cream',
  },
  {
    name: 'person',
    zh: '我妈 我爸 爸妈 妈妈 爸爸 爷爷 奶奶 外婆 老婆 老公 女朋友 男朋友 媳妇 儿子 女儿 孩子 小孩 宝宝 娃 老人 婆婆 闺蜜 朋友 同事 领导 老师 邻居',
    en: 'mum mom dad mother father nan gran grandma wife husband son daughter kid kids child baby toddler sister brother friend neighbour neighbor partner boyfriend girlfriend',
  },
  {
    name: 'pay-way',
    zh: '微信 支付宝 花呗 白条 信用卡 银行卡 储蓄卡 云闪付 银联 工行 农行 建行 招行 零钱 借呗 数字人民币',
    en: 'paypal klarna afterpay clearpay visa mastercard amex apple_pay google_pay debit_card credit_card venmo zelle',
  },
  {
    name: 'helper',
    zh: '客服 售后 人工 店家 商家 卖家 老板 掌柜 平台 小二 店铺 工作人员 师傅 快递员 配送员 小哥',
    en: 'agent agents rep representative advisor staff team manager seller driver courier engineer fitter guy lady',
  },
  {
    name: 'polite',
    zh: '你好 您好 在吗 请问 麻烦 谢谢 亲 想问一下 问一下 我想咨询 帮忙 辛苦 拜托 不好意思',
    en: 'hi hello hey please thanks thank_you cheers sorry kindly good_morning good_afternoon pls plz',
  },
]
