variable "identifier" {
  description = "Name of the instance."
  type        = string
}

variable "kms_key_arn" {
  description = "Key that encrypts the storage and the master password."
  type        = string
}

variable "security_group_ids" {
  description = "Security groups of the instance."
  type        = list(string)
}

variable "subnet_group_name" {
  description = "DB subnet group that the instance is placed by."
  type        = string
}
