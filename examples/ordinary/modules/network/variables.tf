variable "name" {
  description = "Name of the network."
  type        = string
}

variable "cidr_block" {
  description = "Addresses of the network, a /16."
  type        = string
}

variable "region" {
  description = "Region of the network."
  type        = string
}
