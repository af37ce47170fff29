# Hears only of name resolution: routes and zones take the plan as a whole.
resource "compliance_guard" "network" {
  resources = {
    "aws_db_subnet_group.db" = aws_db_subnet_group.db
    "aws_subnet.db"          = aws_subnet.db
    "aws_vpc.main"           = aws_vpc.main
  }
}
