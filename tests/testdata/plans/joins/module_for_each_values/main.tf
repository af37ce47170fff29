module "store" {
  source   = "../modules/store"
  for_each = toset(["x", "y"])
}
module "guard" {
  source   = "../modules/guard"
  for_each = module.store
  bucket   = each.value.bucket
  group    = each.value.group
  subnets  = each.value.subnets
  key      = each.value.key
}
