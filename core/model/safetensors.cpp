#include "core/model/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"
#include "core/base/hashing.h"

namespace ectopy {
namespace {

using nlohmann::json;

static_assert(std::endian::native == std::endian::little, "tensor bytes are used as they are stored");

constexpr std::size_t kLengthBytes = 8;
constexpr std::size_t kMaxHeaderBytes = 16u << 20;
constexpr std::size_t kMaxTensors = 4096;
constexpr std::size_t kMaxDimensions = 8;

[[noreturn]] void fail(const std::filesystem::path& path, const std::string& what) {
  throw Error(fmt::format("{}: {}", path.string(), what));
}

std::size_t headerLengthOf(std::span<const std::byte> file, const std::filesystem::path& path) {
  if (file.size() < kLengthBytes)
    fail(path, fmt::format("expected a safetensors model, found only {} bytes.", file.size()));
  std::uint64_t length = 0;
  std::memcpy(&length, file.data(), kLengthBytes);
  if (length > kMaxHeaderBytes)
    fail(path,
         fmt::format("expected a safetensors header of at most {} bytes, its first 8 bytes say {}: this is "
                     "no model file.",
                     kMaxHeaderBytes, length));
  if (length > file.size() - kLengthBytes)
    fail(path,
         fmt::format("the file is cut short: its header should end at byte {}, the file ends at byte {}.",
                     kLengthBytes + length, file.size()));
  return static_cast<std::size_t>(length);
}

json parseHeader(std::span<const std::byte> bytes, const std::filesystem::path& path) {
  const char* text = reinterpret_cast<const char*>(bytes.data());
  // Deep nesting has no place in this header and would only cost memory.
  const auto keepShallow = [](int depth, json::parse_event_t, json&) { return depth <= 4; };
  json header = json::parse(text, text + bytes.size(), keepShallow, /*allow_exceptions=*/false);
  if (!header.is_object()) fail(path, "expected a JSON object as safetensors header, found something else.");
  return header;
}

std::map<std::string, std::string> metadataOf(const json& value, const std::filesystem::path& path) {
  if (!value.is_object()) fail(path, "expected __metadata__ to be a JSON object.");
  std::map<std::string, std::string> metadata;
  for (const auto& [key, entry] : value.items()) {
    if (!entry.is_string()) fail(path, fmt::format("__metadata__: expected text under \"{}\".", key));
    metadata.emplace(key, entry.get<std::string>());
  }
  return metadata;
}

std::vector<std::int64_t> shapeOf(const json& tensor, const std::string& name,
                                  const std::filesystem::path& path) {
  const auto shape = tensor.find("shape");
  if (shape == tensor.end() || !shape->is_array() || shape->size() > kMaxDimensions)
    fail(path, fmt::format("tensor \"{}\": expected a shape of at most {} numbers.", name, kMaxDimensions));
  std::vector<std::int64_t> result;
  for (const json& size : *shape) {
    if (!size.is_number_unsigned() || size.get<std::uint64_t>() > (std::uint64_t{1} << 40))
      fail(path, fmt::format("tensor \"{}\": {} is no size of a dimension.", name, size.dump()));
    result.push_back(size.get<std::int64_t>());
  }
  return result;
}

/// Bytes a float32 tensor of this shape takes, or nothing when they would be more than `limit`.
std::optional<std::size_t> byteCountOf(const std::vector<std::int64_t>& shape, std::size_t limit) {
  std::size_t count = sizeof(float);
  for (const std::int64_t size : shape)
    if (__builtin_mul_overflow(count, static_cast<std::size_t>(size), &count)) return std::nullopt;
  return count <= limit ? std::optional(count) : std::nullopt;
}

std::pair<std::size_t, std::size_t> offsetsOf(const json& tensor, const std::string& name,
                                              std::size_t dataBytes, const std::filesystem::path& path) {
  const auto offsets = tensor.find("data_offsets");
  if (offsets == tensor.end() || !offsets->is_array() || offsets->size() != 2 ||
      !(*offsets)[0].is_number_unsigned() || !(*offsets)[1].is_number_unsigned())
    fail(path, fmt::format("tensor \"{}\": expected data_offsets of two byte positions.", name));
  const auto begin = (*offsets)[0].get<std::uint64_t>();
  const auto end = (*offsets)[1].get<std::uint64_t>();
  if (begin > end)
    fail(path, fmt::format("tensor \"{}\": ends at byte {} before it begins at {}.", name, end, begin));
  if (end > dataBytes)
    fail(path,
         fmt::format("the file is cut short: tensor \"{}\" should end at data byte {}, the data end at {}.",
                     name, end, dataBytes));
  return {begin, end};
}

StoredTensor tensorOf(const std::string& name, const json& tensor, std::span<const std::byte> data,
                      const std::filesystem::path& path) {
  if (!tensor.is_object()) fail(path, fmt::format("tensor \"{}\": expected a JSON object.", name));
  const auto dtype = tensor.find("dtype");
  if (dtype == tensor.end() || *dtype != "F32")
    fail(path, fmt::format("tensor \"{}\": expected dtype F32, found {}.", name,
                           dtype == tensor.end() ? "none" : dtype->dump()));
  StoredTensor result{name, shapeOf(tensor, name, path), {}};
  const auto [begin, end] = offsetsOf(tensor, name, data.size(), path);
  const std::optional<std::size_t> byteCount = byteCountOf(result.shape, data.size());
  if (byteCount != end - begin)
    fail(path, fmt::format("tensor \"{}\": its shape {} does not give the {} bytes it has.", name,
                           tensor["shape"].dump(), end - begin));
  result.bytes = data.subspan(begin, end - begin);
  return result;
}

/// The format allows no hole and no overlap: bytes that no tensor owns could hide anything.
void requireSeamless(const std::vector<StoredTensor>& tensors, std::span<const std::byte> data,
                     const std::filesystem::path& path) {
  const std::byte* expected = data.data();
  for (const StoredTensor& tensor : tensors) {
    if (tensor.bytes.data() != expected)
      fail(path, fmt::format("tensor \"{}\": expected to begin at data byte {}, begins at {}.", tensor.name,
                             expected - data.data(), tensor.bytes.data() - data.data()));
    expected += tensor.bytes.size();
  }
  const auto used = static_cast<std::size_t>(expected - data.data());
  if (used != data.size())
    fail(path, fmt::format("{} bytes at the end belong to no tensor.", data.size() - used));
}

json headerOf(const std::map<std::string, std::string>& metadata, const std::vector<StoredTensor>& tensors) {
  json header = json::object();
  if (!metadata.empty()) header["__metadata__"] = metadata;
  std::size_t offset = 0;
  for (const StoredTensor& tensor : tensors) {
    header[tensor.name] = {
        {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, offset + tensor.bytes.size()}}};
    offset += tensor.bytes.size();
  }
  return header;
}

}  // namespace

SafetensorsFile SafetensorsFile::open(const std::filesystem::path& path) {
  SafetensorsFile result;
  result.m_file = MappedFile::open(path);
  const std::span<const std::byte> file = result.m_file->bytes();
  const std::size_t headerLength = headerLengthOf(file, path);
  const json header = parseHeader(file.subspan(kLengthBytes, headerLength), path);
  const std::span<const std::byte> data = file.subspan(kLengthBytes + headerLength);
  if (header.size() > kMaxTensors)
    fail(path, fmt::format("expected at most {} tensors, found {}.", kMaxTensors, header.size()));
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__")
      result.m_metadata = metadataOf(value, path);
    else
      result.m_tensors.push_back(tensorOf(name, value, data, path));
  }
  std::ranges::stable_sort(result.m_tensors, {}, [](const StoredTensor& tensor) {
    return std::pair(tensor.bytes.data(), tensor.bytes.size());
  });
  requireSeamless(result.m_tensors, data, path);
  return result;
}

SafetensorsFile SafetensorsFile::under(std::string_view prefix) const {
  SafetensorsFile part;
  part.m_file = m_file;
  part.m_metadata = m_metadata;
  for (const StoredTensor& tensor : m_tensors)
    if (tensor.name.starts_with(prefix))
      part.m_tensors.push_back({tensor.name.substr(prefix.size()), tensor.shape, tensor.bytes});
  return part;
}

void writeSafetensors(const std::filesystem::path& path, const std::map<std::string, std::string>& metadata,
                      const std::vector<StoredTensor>& tensors) {
  // Bytes that are no UTF-8 (a strange record name) are replaced, not refused.
  std::string header = headerOf(metadata, tensors).dump(-1, ' ', false, json::error_handler_t::replace);
  header.resize((header.size() + 7) / 8 * 8, ' ');  // tensor bytes stay aligned
  const std::uint64_t length = header.size();
  AtomicFile file(path);
  file.write(std::as_bytes(std::span(&length, 1)));
  file.write(header);
  for (const StoredTensor& tensor : tensors) file.write(tensor.bytes);
  file.commit();
}

std::string sha256OfTensors(const std::vector<StoredTensor>& tensors) {
  Sha256 hash;
  for (const StoredTensor& tensor : tensors) {
    hash.add(fmt::format("{}\n", tensor.name));
    for (const std::int64_t size : tensor.shape) hash.add(fmt::format("{} ", size));
    hash.add("\n");
    hash.add(tensor.bytes);
  }
  return hash.finish();
}

}  // namespace ectopy
