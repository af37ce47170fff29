variable "region" {
  description = "Region of the stack."
  type        = string
  default     = "eu-west-1"
}

variable "domain" {
  description = "Name under which the site is reached."
  type        = string
  default     = "bookings.example.com"
}

variable "alarm_email" {
  description = "Who is told when something is wrong."
  type        = string
  default     = "ops@example.com"
}

variable "image_tag" {
  description = "Version of the images that is rolled out."
  type        = string
  default     = "1.42.0"
}
