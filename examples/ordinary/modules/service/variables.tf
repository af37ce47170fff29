variable "name" {
  description = "Name of the service."
  type        = string
}

variable "region" {
  description = "Region of the service."
  type        = string
}

variable "vpc_id" {
  description = "Network that the tasks run in."
  type        = string
}

variable "subnet_ids" {
  description = "Subnets that the tasks run in."
  type        = list(string)
}

variable "cluster_id" {
  description = "Cluster that runs the tasks."
  type        = string
}

variable "image_tag" {
  description = "Version of the image."
  type        = string
}

variable "desired_count" {
  description = "How many tasks run."
  type        = number
}

variable "environment" {
  description = "What the containers are told."
  type        = map(string)
}

variable "database_secret_arn" {
  description = "Secret with the login of the database."
  type        = string
}

variable "task_policy" {
  description = "What the tasks may do, as JSON."
  type        = string
}

variable "behind_load_balancer" {
  description = "Whether the load balancer reaches the tasks."
  type        = bool
  default     = false
}

variable "target_group_arn" {
  description = "Target group that the tasks register in."
  type        = string
  default     = null
}

variable "load_balancer_security_group_id" {
  description = "Group of the load balancer that reaches the tasks."
  type        = string
  default     = null
}

variable "alarm_topic_arn" {
  description = "Topic that alarms go to."
  type        = string
}
