variable "identifier" {
  description = "Name of the instance."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts the storage."
  type        = string
}

variable "password" {
  description = "Master password."
  type        = string
  sensitive   = true
}

variable "security_group_ids" {
  description = "Security groups of the instance."
  type        = list(string)
}
