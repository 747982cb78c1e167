#include "core/training/process_meeting.h"

#include <fmt/format.h>

#include <chrono>
#include <functional>
#include <future>
#include <nlohmann/json.hpp>
#include <thread>
#include <torch/csrc/distributed/c10d/PrefixStore.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>

#include "core/model/torch_compat.h"
#include "core/training/port_probe.h"

namespace ectopy {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kPause{20};              // between two looks
constexpr milliseconds kStorePatience{10'000};  // of a store that has answered before

class Meeting {
 public:
  Meeting(const ProcessPlace& place, const JobContext& job) : m_place(place), m_job(job), m_store(opened()) {
    m_store->setTimeout(kStorePatience);
  }

  c10::intrusive_ptr<c10d::Store> compare(const GroupFacts& facts) {
    const std::string own =
        nlohmann::json(facts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    say("facts", own);
    for (int rank = 0; rank < m_place.size; ++rank) await("facts", rank);
    std::string problem;
    for (int rank = 0; rank < m_place.size && problem.empty(); ++rank)
      if (rank == 0 || m_place.isLeader()) problem = difference(facts, rank);
    say("compared", "1");
    // The store ends with its process: nobody may still be reading then.
    if (m_place.isLeader())
      for (int rank = 0; rank < m_place.size; ++rank) await("compared", rank);
    if (!problem.empty()) throw Error(problem);
    return m_store;
  }

 private:
  bool isLate() const {
    return std::chrono::duration<double>(Clock::now() - m_start).count() > m_place.patienceSeconds;
  }

  c10::intrusive_ptr<c10d::Store> opened() const {
    c10d::TCPStoreOptions options;
    options.port = static_cast<std::uint16_t>(m_place.masterPort);
    options.isServer = m_place.isLeader() && !m_place.isMasterElsewhere;
    options.waitWorkers = false;
    options.timeout = kStorePatience;
    if (!options.isServer)
      awaitMaster();
    else if (isListening(m_place.masterAddress, m_place.masterPort))
      throw cantMeet("listen", "MASTER_PORT is in use");
    try {
      const auto store = c10::make_intrusive<c10d::TCPStore>(m_place.masterAddress, options);
      return c10::make_intrusive<c10d::PrefixStore>("ectopy/" + m_place.attempt, store);
    } catch (const std::exception&) {
      throw options.isServer ? cantMeet("listen", "MASTER_ADDR may be another machine's")
                             : cantMeet("meet the others", "something else may listen there");
    }
  }

  Error cantMeet(std::string_view what, std::string_view why) const {
    return Error(fmt::format("Process {} of {} can't {} at {}:{}: {}.", m_place.rank, m_place.size, what,
                             m_place.masterAddress, m_place.masterPort, why));
  }

  void awaitMaster() const {
    while (!isListening(m_place.masterAddress, m_place.masterPort)) {
      m_job.throwIfStopped();
      if (isLate())
        throw Error(fmt::format("Process {} of {} waited {} s for process 0 at {}:{}: nobody answers there.",
                                m_place.rank, m_place.size, m_place.patienceSeconds, m_place.masterAddress,
                                m_place.masterPort));
      std::this_thread::sleep_for(kPause);
    }
  }

  /// What the store answers. It waits for a master that says nothing without end, so it is asked in a thread
  /// that can be left behind.
  template <typename Answer>
  Answer asked(const std::function<Answer(c10d::Store&)>& question) const {
    std::packaged_task<Answer()> task([store = m_store, question] { return question(*store); });
    std::future<Answer> answer = task.get_future();
    std::thread(std::move(task)).detach();
    while (answer.wait_for(kPause) != std::future_status::ready) {
      m_job.throwIfStopped();
      if (isLate())
        throw Error(fmt::format("Process 0 of {} does not answer at {}:{}; something else may listen there.",
                                m_place.size, m_place.masterAddress, m_place.masterPort));
    }
    try {
      return answer.get();
    } catch (const std::exception&) {
      throw Error(fmt::format("Process 0 of {} was lost at {}:{} while the processes met.", m_place.size,
                              m_place.masterAddress, m_place.masterPort));
    }
  }

  void say(const std::string& what, const std::string& text) const {
    asked<bool>([name = key(what, m_place.rank), text](c10d::Store& store) {
      store.set(name, {text.begin(), text.end()});
      return true;
    });
  }

  void await(const std::string& what, int rank) const {
    while (!asked<bool>([name = key(what, rank)](c10d::Store& store) { return store.check({name}); })) {
      m_job.throwIfStopped();
      if (isLate())
        throw Error(fmt::format("Process {} of {} did not join within {} s at {}:{}.", rank, m_place.size,
                                m_place.patienceSeconds, m_place.masterAddress, m_place.masterPort));
      std::this_thread::sleep_for(kPause);
    }
  }

  /// The first fact in which a process differs from this one, as a sentence.
  std::string difference(const GroupFacts& own, int rank) const {
    const auto bytes = asked<std::vector<std::uint8_t>>(
        [name = key("facts", rank)](c10d::Store& store) { return store.get(name); });
    const auto parsed = nlohmann::json::parse(bytes.begin(), bytes.end(), nullptr, false);
    GroupFacts others;
    try {
      others = parsed.get<GroupFacts>();
    } catch (const nlohmann::json::exception&) {
    }
    if (others.size() != own.size())
      return fmt::format("Process {} does not train as process {}: it may be of another version.", rank,
                         m_place.rank);
    for (std::size_t i = 0; i < own.size(); ++i)
      if (others[i] != own[i])
        return fmt::format("The processes do not train the same: {} is {} in process {}, {} in process {}.",
                           own[i].first, own[i].second, m_place.rank, others[i].second, rank);
    return {};
  }

  static std::string key(const std::string& what, int rank) { return fmt::format("{}/{}", what, rank); }

  const ProcessPlace& m_place;
  const JobContext& m_job;
  Clock::time_point m_start = Clock::now();
  c10::intrusive_ptr<c10d::Store> m_store;
};

}  // namespace

c10::intrusive_ptr<c10d::Store> meet(const ProcessPlace& place, const GroupFacts& facts,
                                     const JobContext& job) {
  return Meeting(place, job).compare(facts);
}

}  // namespace ectopy
