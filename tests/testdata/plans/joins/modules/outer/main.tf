module "store" {
  source = "../store"
}
module "guard" {
  source  = "../guard"
  bucket  = module.store.bucket
  group   = module.store.group
  subnets = module.store.subnets
  key     = module.store.key
}
