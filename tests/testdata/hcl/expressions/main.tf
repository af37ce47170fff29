# What the expressions of expressions.txt are evaluated over.

variable "secret" {
  type      = string
  default   = "hunter2"
  sensitive = true
}

variable "secret_list" {
  type      = list(string)
  default   = ["x", "y"]
  sensitive = true
}

variable "name" {
  type    = string
  default = "prod"
}

variable "names" {
  type    = list(string)
  default = ["a", "b", "c"]
}

variable "nothing" {
  type    = string
  default = null
}

variable "numbers" {
  type    = set(number)
  default = [3, 1, 2]
}

variable "tags" {
  type    = map(string)
  default = { Name = "logs", Owner = "ops", "odd key" = "v" }
}

variable "none" {
  type    = list(string)
  default = []
}

locals {
  zero     = 0
  big      = 12345678901234567890123
  third    = 1 / 3
  text     = "h\u00e9llo"
  yes      = true
  tuple    = [1, "two", true, null]
  matrix   = [[1, 2], [3, 4], []]
  object   = { a = 1, b = { c = [10, 20] }, "d-e" = "f" }
  people   = [{ name = "ann", age = 30 }, { name = "bob", age = 25 }]
  rules    = { http = { port = 80, open = true }, ssh = { port = 22, open = false } }
  labels   = { for k, v in var.tags : lower(k) => upper(v) }
  instance = { id = "i-1", zones = ["a", "b"] }
  groups   = { web = ["a", "b"], db = ["c"] }
}
