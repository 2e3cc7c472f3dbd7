/**
 * Where the demo chain has stores: real cities and districts with the approximate position of each district's centre. What is invented
 * is the stores. `area` is the dialling code; districts are [name, latitude, longitude] in degrees (WGS 84).
 */
export interface City {
  readonly region: string
  readonly province: string
  readonly name: string
  readonly area: string
  /** How many stores. */
  readonly stores: number
  readonly districts: readonly (readonly [name: string, lat: number, lon: number])[]
}

/** The chain's own division; every province belongs to one region, so that a caller's home area always leads to one. */
export const regions = [
  { id: 'east', name: '华东', provinces: ['上海市', '江苏省', '浙江省', '安徽省', '福建省', '山东省', '台湾省'] },
  { id: 'south', name: '华南', provinces: ['广东省', '广西壮族自治区', '海南省', '香港特别行政区', '澳门特别行政区'] },
  { id: 'north', name: '华北', provinces: ['北京市', '天津市', '河北省', '山西省', '内蒙古自治区'] },
  { id: 'central', name: '华中', provinces: ['湖北省', '湖南省', '河南省', '江西省', '陕西省'] },
  {
    id: 'southwest',
    name: '西南',
    // The far west has no office of its own: Chengdu looks after it.
    provinces: [
      '四川省',
      '重庆市',
      '贵州省',
      '云南省',
      '西藏自治区',
      '甘肃省',
      '青海省',
      '宁夏回族自治区',
      '新疆维吾尔自治区',
    ],
  },
  { id: 'northeast', name: '东北', provinces: ['辽宁省', '吉林省', '黑龙江省'] },
]

// biome-ignore format: a table
export const cities: readonly City[] = [
  { region: 'east', province: '上海市', name: '上海市', area: '021', stores: 14, districts: [['黄浦区', 31.2317, 121.4846], ['徐汇区', 31.1886, 121.4365], ['静安区', 31.2297, 121.4482], ['浦东新区', 31.2215, 121.5447], ['杨浦区', 31.2596, 121.5260], ['闵行区', 31.1128, 121.3817]] },
  { region: 'east', province: '浙江省', name: '杭州市', area: '0571', stores: 13, districts: [['上城区', 30.2425, 120.1693], ['西湖区', 30.2595, 120.1303], ['拱墅区', 30.3190, 120.1419], ['滨江区', 30.2084, 120.2120], ['余杭区', 30.4191, 120.2993], ['萧山区', 30.1839, 120.2645]] },
  { region: 'east', province: '浙江省', name: '宁波市', area: '0574', stores: 5, districts: [['海曙区', 29.8597, 121.5510], ['鄞州区', 29.8175, 121.5468], ['江北区', 29.8868, 121.5551]] },
  { region: 'east', province: '江苏省', name: '南京市', area: '025', stores: 9, districts: [['玄武区', 32.0486, 118.7979], ['秦淮区', 32.0391, 118.7947], ['鼓楼区', 32.0664, 118.7697], ['建邺区', 32.0031, 118.7316], ['江宁区', 31.9525, 118.8399]] },
  { region: 'east', province: '江苏省', name: '苏州市', area: '0512', stores: 8, districts: [['姑苏区', 31.3360, 120.6174], ['虎丘区', 31.2953, 120.5717], ['吴中区', 31.2641, 120.6323], ['相城区', 31.3689, 120.6426]] },
  { region: 'east', province: '安徽省', name: '合肥市', area: '0551', stores: 5, districts: [['蜀山区', 31.8512, 117.2606], ['包河区', 31.7931, 117.3096], ['庐阳区', 31.8787, 117.2648]] },
  { region: 'east', province: '福建省', name: '厦门市', area: '0592', stores: 5, districts: [['思明区', 24.4454, 118.0826], ['湖里区', 24.5125, 118.1468], ['集美区', 24.5757, 118.0973]] },
  { region: 'east', province: '山东省', name: '青岛市', area: '0532', stores: 5, districts: [['市南区', 36.0754, 120.4124], ['崂山区', 36.1073, 120.4689], ['市北区', 36.0876, 120.3747]] },
  { region: 'south', province: '广东省', name: '广州市', area: '020', stores: 12, districts: [['天河区', 23.1247, 113.3612], ['越秀区', 23.1292, 113.2668], ['海珠区', 23.0838, 113.3172], ['白云区', 23.1575, 113.2732], ['番禺区', 22.9375, 113.3842]] },
  { region: 'south', province: '广东省', name: '深圳市', area: '0755', stores: 12, districts: [['福田区', 22.5213, 114.0550], ['南山区', 22.5333, 113.9304], ['罗湖区', 22.5484, 114.1316], ['宝安区', 22.5553, 113.8831], ['龙岗区', 22.7204, 114.2466]] },
  { region: 'south', province: '广东省', name: '佛山市', area: '0757', stores: 5, districts: [['禅城区', 23.0095, 113.1224], ['南海区', 23.0289, 113.1428], ['顺德区', 22.8054, 113.2933]] },
  { region: 'south', province: '广西壮族自治区', name: '南宁市', area: '0771', stores: 4, districts: [['青秀区', 22.7859, 108.4943], ['西乡塘区', 22.8339, 108.3135]] },
  { region: 'south', province: '海南省', name: '海口市', area: '0898', stores: 3, districts: [['龙华区', 20.0310, 110.3286], ['美兰区', 20.0290, 110.3664]] },
  { region: 'north', province: '北京市', name: '北京市', area: '010', stores: 13, districts: [['朝阳区', 39.9219, 116.4436], ['海淀区', 39.9593, 116.2981], ['东城区', 39.9284, 116.4164], ['西城区', 39.9123, 116.3659], ['丰台区', 39.8585, 116.2870], ['通州区', 39.9099, 116.6572]] },
  { region: 'north', province: '天津市', name: '天津市', area: '022', stores: 6, districts: [['和平区', 39.1172, 117.2147], ['南开区', 39.1380, 117.1502], ['河西区', 39.1096, 117.2234]] },
  { region: 'north', province: '河北省', name: '石家庄市', area: '0311', stores: 4, districts: [['长安区', 38.0366, 114.5392], ['裕华区', 38.0063, 114.5314]] },
  { region: 'north', province: '山西省', name: '太原市', area: '0351', stores: 3, districts: [['小店区', 37.7364, 112.5656], ['迎泽区', 37.8635, 112.5634]] },
  { region: 'central', province: '湖北省', name: '武汉市', area: '027', stores: 10, districts: [['江汉区', 30.6014, 114.2709], ['武昌区', 30.5539, 114.3159], ['洪山区', 30.5006, 114.3438], ['江岸区', 30.6001, 114.3096]] },
  { region: 'central', province: '湖南省', name: '长沙市', area: '0731', stores: 9, districts: [['芙蓉区', 28.1854, 113.0325], ['岳麓区', 28.2353, 112.9314], ['天心区', 28.1126, 112.9895], ['雨花区', 28.1358, 113.0363]] },
  { region: 'central', province: '河南省', name: '郑州市', area: '0371', stores: 6, districts: [['金水区', 34.8003, 113.6606], ['二七区', 34.7239, 113.6402], ['中原区', 34.7483, 113.6129]] },
  { region: 'central', province: '江西省', name: '南昌市', area: '0791', stores: 3, districts: [['东湖区', 28.6851, 115.8990], ['红谷滩区', 28.6983, 115.8580]] },
  { region: 'central', province: '陕西省', name: '西安市', area: '029', stores: 6, districts: [['雁塔区', 34.2225, 108.9487], ['碑林区', 34.2568, 108.9406], ['未央区', 34.2931, 108.9466]] },
  { region: 'southwest', province: '四川省', name: '成都市', area: '028', stores: 11, districts: [['锦江区', 30.6565, 104.0834], ['武侯区', 30.6419, 104.0434], ['青羊区', 30.6744, 104.0624], ['成华区', 30.6599, 104.1014], ['金牛区', 30.6914, 104.0522]] },
  { region: 'southwest', province: '重庆市', name: '重庆市', area: '023', stores: 8, districts: [['渝中区', 29.5531, 106.5689], ['江北区', 29.6067, 106.5743], ['沙坪坝区', 29.5411, 106.4578], ['南岸区', 29.5004, 106.6443]] },
  { region: 'southwest', province: '云南省', name: '昆明市', area: '0871', stores: 4, districts: [['五华区', 25.0435, 102.7072], ['官渡区', 25.0150, 102.7491]] },
  { region: 'southwest', province: '贵州省', name: '贵阳市', area: '0851', stores: 3, districts: [['南明区', 26.5680, 106.7143], ['观山湖区', 26.6018, 106.6225]] },
  { region: 'northeast', province: '辽宁省', name: '沈阳市', area: '024', stores: 5, districts: [['和平区', 41.7895, 123.4204], ['沈河区', 41.7964, 123.4588], ['铁西区', 41.8027, 123.3764]] },
  { region: 'northeast', province: '辽宁省', name: '大连市', area: '0411', stores: 3, districts: [['中山区', 38.9185, 121.6448], ['西岗区', 38.9147, 121.6122]] },
  { region: 'northeast', province: '吉林省', name: '长春市', area: '0431', stores: 3, districts: [['朝阳区', 43.8335, 125.2883], ['南关区', 43.8640, 125.3502]] },
  { region: 'northeast', province: '黑龙江省', name: '哈尔滨市', area: '0451', stores: 3, districts: [['南岗区', 45.7600, 126.6688], ['道里区', 45.7558, 126.6169]] },
]
