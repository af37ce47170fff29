variable "x" {
  default = 1
}

output "id" {
  value = "m-${var.x}"
}

output "all" {
  value = { "a" = [1, 2] }
}
