# Of every part that plan JSON has and the loader reads one, as small as can be:
# `terraform show -json` of it is plan.json.
variable "secret" {
  type      = string
  sensitive = true
  default   = "s\u00e9\"cret"
}

resource "terraform_data" "first" {
  input = { numbers = [1, -2.5e3], text = var.secret, none = null }
}

module "inner" {
  source = "./inner"
  input  = terraform_data.first.id
}

output "id" {
  value = module.inner.id
}
