module "store" {
  source = "../modules/store"
}
module "guard" {
  source  = "../modules/guard"
  bucket  = module.store.bucket
  group   = module.store.group
  subnets = module.store.subnets
  key     = module.store.key
}
