output "endpoint" {
  description = "Address and port of the instance."
  value       = aws_db_instance.main.endpoint
}
