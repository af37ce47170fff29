variable "input" {
  type = string
}

resource "terraform_data" "second" {
  for_each = toset(["a"])
  input    = var.input
}

output "id" {
  value = terraform_data.second["a"].id
}
