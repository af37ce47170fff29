# What the expressions of expressions.txt read: nothing of it is known before
# apply, but for members of `t` and `m`.

resource "terraform_data" "late" {
  input = 1
}

module "typed" {
  source = "./typed"
  text   = jsondecode(terraform_data.late.id)
  number = jsondecode(terraform_data.late.id)
  flag   = jsondecode(terraform_data.late.id)
  list   = jsondecode(terraform_data.late.id)
  object = jsondecode(terraform_data.late.id)
  hidden = jsondecode(terraform_data.late.id)
}

locals {
  a = module.typed.text
  b = module.typed.text
  s = "${terraform_data.late.id}${terraform_data.late.id}"
  n = module.typed.number
  f = module.typed.flag
  l = module.typed.list
  o = module.typed.object
  u = jsondecode(terraform_data.late.id)
  h = module.typed.hidden
  t = [local.a, "k", local.b]
  m = tomap({ a = local.a, k = "k" })
}
