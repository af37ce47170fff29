# An object with sensitive attributes makes the result sensitive as well. The
# text holds no value of the object, so it may be shown.
output "database" {
  value = nonsensitive(
    provider::compliance::explain("aws_db_instance.main", aws_db_instance.main)
  )
}
