output "endpoint" {
  description = "Address and port of the instance."
  value       = aws_db_instance.main.endpoint
}

output "port" {
  description = "Port of the instance."
  value       = aws_db_instance.main.port
}

output "secret_arn" {
  description = "Secret in which RDS keeps the master password."
  value       = one(aws_db_instance.main.master_user_secret[*].secret_arn)
}
