# One output for each way of reading something; recorded.json holds what plan
# JSON lists as its references.

terraform {
  required_version = ">= 1.4"
}

variable "name" {
  default = "a"
}

variable "keys" {
  default = ["a", "b"]
}

locals {
  all = { a = { b = [1, 2] } }
}

module "one" {
  source = "./child"
}

module "each" {
  source   = "./child"
  for_each = toset(["a", "b"])
  x        = each.key
}

resource "terraform_data" "one" {
  input = { list = [{ id = 1 }], "odd key" = 2 }
}

resource "terraform_data" "count" {
  count = 2
  input = count.index
}

resource "terraform_data" "each" {
  for_each = { a = 1, b = 2 }
  input    = "${each.key}-${each.value}"
}

data "terraform_remote_state" "s" {
  backend    = "local"
  config     = { path = "${path.module}/none.tfstate" }
  depends_on = [terraform_data.one] # is not read before apply
}

output "literal" { value = 5 }
output "whole" { value = terraform_data.one }
output "attribute" { value = terraform_data.one.id }
output "deep" { value = terraform_data.one.input.list[0].id }
output "odd" { value = terraform_data.one.input["odd key"] }
output "instance" { value = terraform_data.count[0].id }
output "instance_only" { value = terraform_data.count[1] }
output "instance_key" { value = terraform_data.each["a"].id }
output "legacy_index" { value = terraform_data.count.0.id }
output "template_key" { value = terraform_data.each["${var.name}"].id }
output "wrapped_key" { value = terraform_data.each["${"a"}"].id }
output "computed_index" { value = terraform_data.count[length(var.keys) - 1].id }
output "variable_index" { value = terraform_data.each[var.name].input }
output "splat" { value = terraform_data.count[*].id }
output "legacy_splat" { value = terraform_data.count.*.id }
output "splat_index" { value = try(terraform_data.count[*].id[var.name == "b" ? 0 : 1], 0) }
output "after_splat" { value = terraform_data.count.*.id[0] }
output "module_output" { value = module.one.id }
output "module_whole" { value = module.one }
output "module_deep" { value = module.one.all.a[1] }
output "module_instance" { value = module.each["a"].id }
output "module_instance_only" { value = module.each["a"] }
output "module_instance_deep" { value = module.each["a"].all["a"][0] }
output "module_computed" { value = module.each[var.name].id }
output "module_splat" { value = values(module.each)[*].id }
output "data_attribute" { value = data.terraform_remote_state.s.outputs.a }
output "data_whole" { value = data.terraform_remote_state.s }
output "resource_prefix" { value = resource.terraform_data.one.id }
output "local" { value = local.all.a.b[1] }
output "local_index" { value = local.all["a"]["b"] }
output "variable" { value = var.name }
output "path" { value = path.module }
output "workspace" { value = terraform.workspace }
output "template" { value = "a-${var.name}-${terraform_data.one.id}" }
output "wrap" { value = "${var.name}" }
output "directive" { value = "%{if var.name == "a"}${local.all.a.b[0]}%{else}${path.root}%{endif}" }
output "directive_for" { value = "%{for i, k in var.keys}${i}${k}${var.name}%{endfor}" }
output "heredoc" {
  value = <<-EOT
    ${var.name}
    ${terraform_data.one.id}
  EOT
}
output "call" { value = join(var.name, var.keys) }
output "expanded" { value = max([1, 2]...) + length(var.keys) }
output "conditional" { value = var.name == "a" ? local.all.a : local.all.a }
output "operators" { value = !(length(var.keys) > -length(local.all)) && var.name != "z" }
output "tuple" { value = [var.name, local.all, [path.cwd]] }
output "object" { value = { name = var.name, (var.name) = path.root, "${var.name}-k" = local.all.a } }
output "for_list" { value = [for k in var.keys : "${k}${var.name}" if k != local.all.a.b[0]] }
output "for_map" { value = { for k, v in local.all : k => [for k in v.b : k]... if var.name != k } }
output "for_shadow" { value = [for local in [{ all = 1 }] : local.all] }
output "for_outer" { value = [for var in [var.name] : var] }
output "repeated" { value = "${var.name}${var.name}" }
output "parentheses" { value = (local.all).a.b }
output "relative" { value = [terraform_data.one][0].id }
output "nested_index" { value = local.all[var.name].b[local.all.a.b[0] - 1] }
output "sensitive_call" { value = nonsensitive(sensitive(terraform_data.one.id)) }
output "try" { value = try(local.all.x.y, terraform_data.one.output.z, null) }
output "number_key" { value = local.all.a.b[1.0] }
output "negative_key" { value = try(local.all.a.b[-1], 0) }
output "bool_key" { value = try(local.all[true], 0) }
output "unicode_key" { value = try(local.all["é\n\"x\u0001"], 0) }
output "big_key" { value = try(local.all.a.b[123456789012345], 0) }
output "fraction_key" { value = try(local.all.a.b[0.25], 0) }
