# Gives values that apply alone makes known their types.

variable "text" {
  type    = string
  default = null
}

variable "number" {
  type    = number
  default = null
}

variable "flag" {
  type    = bool
  default = null
}

variable "list" {
  type    = list(string)
  default = null
}

variable "object" {
  type    = object({ x = string, y = list(string) })
  default = null
}

variable "hidden" {
  type      = string
  default   = null
  sensitive = true
}

output "text" {
  value = var.text
}

output "number" {
  value = var.number
}

output "flag" {
  value = var.flag
}

output "list" {
  value = var.list
}

output "object" {
  value = var.object
}

output "hidden" {
  value     = var.hidden
  sensitive = true
}
