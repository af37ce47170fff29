#include "spent_text.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>

namespace compliance::plan {
namespace {

// A call of the system for each resource would take longer than reading it.
constexpr std::size_t kPiece = 1UL << 20U;

std::size_t PageSize() {
  static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
  return size;
}

}  // namespace

void SpentText::Forget(absl::string_view part) const {
  if (text_ == nullptr || part.empty()) return;
  // Whole pages only: the first and the last may hold other things as well.
  const std::size_t page = PageSize();
  const auto address = reinterpret_cast<std::uintptr_t>(part.data());
  const std::size_t skipped = (page - address % page) % page;
  if (part.size() < skipped + page) return;
  const std::size_t size = (part.size() - skipped) / page * page;
  const auto offset = static_cast<std::size_t>(part.data() - text_->data());
  // Where the system refuses, the memory is freed later, with the text.
  madvise(text_->data() + offset + skipped, size, MADV_DONTNEED);
}

void SpentList::ForgetBefore(absl::string_view element) {
  if (element.empty()) return;
  if (next_.empty()) next_ = element;
  const auto size = static_cast<std::size_t>(element.data() - next_.data());
  if (size < kPiece) return;
  text_.Forget({next_.data(), size});
  next_ = element;
}

}  // namespace compliance::plan
