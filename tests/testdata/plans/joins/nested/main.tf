module "outer" {
  source   = "../modules/outer"
  for_each = toset(["x", "y"])
}
