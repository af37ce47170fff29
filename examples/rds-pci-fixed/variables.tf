variable "region" {
  description = "Region of the stack."
  type        = string
  default     = "us-east-1"
}

variable "account_id" {
  description = "Account of the stack."
  type        = string
  default     = "123456789012"
}

variable "environment_suffix" {
  description = "Suffix that tells the environments apart."
  type        = string
  default     = "prod"
}

variable "bastion_ami" {
  description = "Image of the bastion host."
  type        = string
  default     = "ami-0c101f26f147fa7fd"
}
