module "store" {
  source   = "../modules/store"
  for_each = toset(["x", "y"])
}
module "guard" {
  source   = "../modules/guard"
  for_each = toset(["x", "y"])
  bucket   = module.store[each.key].bucket
  group    = module.store[each.key].group
  subnets  = module.store[each.key].subnets
  key      = module.store[each.key].key
}
