/** What the catalogue of products says in Chinese; en.ts beside it must say all of it too. */
export const productsZhCN = {
  title: '商品',
  text: '工单表单里的“商品”字段从这里选择；也可以照顾客的说法直接填写。',
  filter: '筛选商品或品牌',
  new: '新增商品',
  edit: '修改商品',
  name: '商品名称',
  brand: '品牌',
  state: '状态',
  active: '在售',
  inactive: '已停售',
  empty: '没有商品',
  emptyText: '新增商品后，填写表单时可以搜索选择。',
}
