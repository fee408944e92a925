// onnxruntime.cpp -- the same handler with ONNX Runtime's C API: LIBRARY MODEL TEXTS [OPTIMIZED], where the last TEXTS columns
// are texts. With OPTIMIZED the graph is only optimised and saved there; a model named .optimized.onnx is not optimised again.
//
// One thread and no more, as a function of one virtual processor would set it: thread pools cost it tens of microseconds.
#include <handler.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

#include <dlfcn.h>

#include <onnxruntime_c_api.h>

namespace {

const OrtApi* api = nullptr;

void check(OrtStatus* status) {
  if (status == nullptr) return;
  std::fprintf(stderr, "onnxruntime: %s\n", api->GetErrorMessage(status));
  std::exit(1);
}

OrtValue* tensor_of_texts(OrtAllocator* allocator, const char* text) {
  const std::int64_t shape[] = {1, 1};
  OrtValue* value = nullptr;
  check(api->CreateTensorAsOrtValue(allocator, shape, 2, ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING, &value));
  check(api->FillStringTensor(value, &text, 1));
  return value;
}

} // namespace

int main(int count, char** arguments) {
  handler::life l;
  l.main = handler::now();
  void* const library = ::dlopen(arguments[1], RTLD_NOW);
  if (library == nullptr) return std::fprintf(stderr, "%s\n", ::dlerror()), 1;
  const auto base = reinterpret_cast<const OrtApiBase* (*)()>(::dlsym(library, "OrtGetApiBase"));
  api = base()->GetApi(22); // older than the library: what is used here has long been there
  l.library = handler::now();

  OrtEnv* environment = nullptr;
  OrtSessionOptions* options = nullptr;
  OrtSession* session = nullptr;
  check(api->CreateEnv(ORT_LOGGING_LEVEL_ERROR, "cold", &environment));
  check(api->CreateSessionOptions(&options));
  check(api->SetIntraOpNumThreads(options, 1));
  check(api->SetInterOpNumThreads(options, 1));
  const std::string model = arguments[2];
  if (count > 4) check(api->SetOptimizedModelFilePath(options, arguments[4]));
  const bool optimised = model.ends_with(".optimized.onnx");
  check(api->SetSessionGraphOptimizationLevel(options, optimised ? ORT_DISABLE_ALL : ORT_ENABLE_ALL));
  check(api->CreateSession(environment, model.c_str(), options, &session));
  l.open = handler::now();
  if (count > 4) return 0;

  static constinit handler::request asked;
  asked.read();
  static float numbers[handler::most_features];
  const std::size_t texts = static_cast<std::size_t>(std::atoi(arguments[3]));
  const std::size_t floats = asked.cells().size() - texts;
  for (std::size_t i = 0; i < floats; ++i)
    numbers[i] = static_cast<float>(handler::request::number(asked.cells()[i]));
  l.row = handler::now();

  OrtAllocator* allocator = nullptr;
  OrtMemoryInfo* memory = nullptr;
  check(api->GetAllocatorWithDefaultOptions(&allocator));
  check(api->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &memory));
  std::string words[8];
  OrtValue* in[9] = {};
  const char* names[9] = {texts == 0 ? "X" : "numbers"};
  const std::int64_t shape[] = {1, static_cast<std::int64_t>(floats)};
  check(api->CreateTensorWithDataAsOrtValue(memory, numbers, floats * sizeof(float), shape, 2,
                                            ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &in[0]));
  static const char* const text_names[] = {"text_0", "text_1", "text_2", "text_3"};
  for (std::size_t t = 0; t < texts && t < 4; ++t) {
    words[t] = asked.cells()[floats + t];
    names[t + 1] = text_names[t];
    in[t + 1] = tensor_of_texts(allocator, words[t].c_str());
  }
  const char* const output = "probabilities";
  OrtValue* out = nullptr;
  check(api->Run(session, nullptr, names, in, 1 + texts, &output, 1, &out));
  float* answer = nullptr;
  OrtTensorTypeAndShapeInfo* about = nullptr;
  std::size_t size = 0;
  check(api->GetTensorMutableData(out, reinterpret_cast<void**>(&answer)));
  check(api->GetTensorTypeAndShape(out, &about));
  check(api->GetTensorShapeElementCount(about, &size));
  l.predicted = handler::now();
  handler::answer(std::span<const float>(answer, size));
  l.answered = handler::now();
  handler::tell(l);
  ::_exit(0); // as a function would stay: tearing a session down is not what is raced
}
