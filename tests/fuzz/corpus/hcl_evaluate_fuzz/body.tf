a = "${ab ? abc.a : null}-%{ for i, x in ab }${x}%{ endfor }"
b = { for k, v in abc : k => v... if v != null }
dynamic "r" {
  for_each = ab
  iterator = it
  content {
    p = it.value[0]
  }
}
