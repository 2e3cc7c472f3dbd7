/** What the catalogue of products says in English. */
export const productsEn = {
  title: 'Products',
  text: 'The “product” field of ticket forms offers these; what the customer says can be typed as well.',
  filter: 'Product or brand',
  new: 'New product',
  edit: 'Change product',
  name: 'Name',
  brand: 'Brand',
  state: 'State',
  active: 'Sold',
  inactive: 'Not sold any more',
  empty: 'No products',
  emptyText: 'What is added here can be searched for when a form is filled in.',
}
