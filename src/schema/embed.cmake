# cmake -DINPUT=file -DOUTPUT=file.cc -DFUNCTION=Name -P embed.cmake
# Writes a .cc whose FUNCTION returns the text of INPUT. In pieces, since
# compilers limit the length of one literal.
file(READ "${INPUT}" text)
string(LENGTH "${text}" length)
set(pieces "")
set(begin 0)
while(begin LESS length)
  string(SUBSTRING "${text}" ${begin} 16000 piece)
  string(APPEND pieces "    R\"facts(${piece})facts\"\n")
  math(EXPR begin "${begin} + 16000")
endwhile()
file(WRITE "${OUTPUT}"
"#include \"schema/facts_text.h\"

namespace compliance::schema {

absl::string_view ${FUNCTION}() {
  static constexpr char kText[] =
${pieces}    \"\";
  return absl::string_view(kText, sizeof(kText) - 1);
}

}  // namespace compliance::schema
")
