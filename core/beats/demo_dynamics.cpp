#include "core/beats/demo_dynamics.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace ectopy {

namespace {

constexpr double kTurn = 2 * std::numbers::pi;
constexpr double kReach = 4.5;  // widths beyond which an event is no longer felt

using LeadValues = std::array<double, kDemoLeads>;

/// An event on the unwrapped angle of the trajectory: beat n has its R peak at n turns.
struct PlacedWave {
  double angle = 0;
  double seconds = 0;  // width
  double millivolts = 0;
};

/// Where on the unwrapped angle the moment `seconds` after (or before) a beat's R peak lies.
double angleAt(const std::vector<DemoBeat>& beats, std::size_t beat, double seconds) {
  const double turns = static_cast<double>(beat);
  if (seconds < 0) return kTurn * (turns + seconds / beats[beat].rrBefore);
  if (beat + 1 >= beats.size()) return kTurn * (turns + seconds / beats[beat].rrBefore);
  const double rrAfter = beats[beat + 1].rrBefore;
  if (seconds <= rrAfter) return kTurn * (turns + seconds / rrAfter);
  return angleAt(beats, beat + 1, seconds - rrAfter);
}

/// Angles and widths follow the heart rate with its square root, P and T with its fourth root, as in ECGSYN;
/// but by the rate of the moment, so that a pause does not stretch the beat before it.
std::vector<PlacedWave> placed(const std::vector<DemoBeat>& beats, std::size_t beat, const DemoWaves& waves) {
  const double secondsPerRadian = beats[beat].localRr / kTurn;
  const double rate = std::sqrt(1 / beats[beat].localRr);  // sqrt(beats a minute / 60)
  std::vector<PlacedWave> result;
  for (const DemoWave& wave : waves) {
    if (wave.millivolts == 0) continue;
    const bool isFar = std::abs(wave.degrees) > 40;
    const double angle = wave.degrees / 360 * kTurn * (isFar ? std::sqrt(rate) : rate);
    result.push_back({angleAt(beats, beat, angle * secondsPerRadian), wave.width * rate * secondsPerRadian,
                      wave.millivolts});
  }
  return result;
}

/// The paper's x and y: a point that runs round the unit circle, a turn a beat. They do not depend on z.
class Trajectory {
 public:
  explicit Trajectory(const std::vector<DemoBeat>& beats)
      : m_beats(beats), m_angle(-0.55 * kTurn), m_x(std::cos(m_angle)), m_y(std::sin(m_angle)) {}

  double angle() const { return m_angle; }  // unwrapped
  double angularVelocity() const {
    const double turns = std::floor(m_angle / kTurn) + 1;  // the beat this angle leads to
    const auto last = static_cast<double>(m_beats.size() - 1);
    return kTurn / m_beats[static_cast<std::size_t>(std::clamp(turns, 0.0, last))].rrBefore;
  }

  /// One Runge-Kutta step.
  void advance(double step) {
    const double omega = angularVelocity();
    const Point start{m_x, m_y};
    const Point k1 = derivative(start, omega);
    const Point k2 = derivative(start.moved(k1, step / 2), omega);
    const Point k3 = derivative(start.moved(k2, step / 2), omega);
    const Point k4 = derivative(start.moved(k3, step), omega);
    m_x += step / 6 * (k1.x + 2 * k2.x + 2 * k3.x + k4.x);
    m_y += step / 6 * (k1.y + 2 * k2.y + 2 * k3.y + k4.y);
    m_angle += std::atan2(start.x * m_y - start.y * m_x, start.x * m_x + start.y * m_y);
  }

 private:
  struct Point {
    double x;
    double y;
    Point moved(const Point& rate, double step) const { return {x + step * rate.x, y + step * rate.y}; }
  };

  static Point derivative(const Point& point, double omega) {
    const double alpha = 1 - std::sqrt(point.x * point.x + point.y * point.y);
    return {alpha * point.x - omega * point.y, alpha * point.y + omega * point.x};
  }

  const std::vector<DemoBeat>& m_beats;
  double m_angle;
  double m_x;
  double m_y;
};

/// The events' pull on z, mV/s: minus the sum of a_i dTheta_i exp(-dTheta_i^2 / 2 b_i^2).
class Pull {
 public:
  Pull(const std::vector<DemoBeat>& beats, const std::vector<DemoLeadWaves>& waves) {
    for (std::size_t lead = 0; lead < kDemoLeads; ++lead)
      for (std::size_t beat = 0; beat < beats.size(); ++beat)
        m_waves[lead].push_back(placed(beats, beat, waves[beat][lead]));
  }

  /// Picks the events that are felt from this angle on for `seconds`.
  void lookAhead(double angle, double omega, double seconds) {
    const auto here = static_cast<std::size_t>(std::max(angle / kTurn, 0.0));
    const std::size_t first = here > 0 ? here - 1 : 0;
    for (std::size_t lead = 0; lead < kDemoLeads; ++lead) {
      m_felt[lead].clear();
      const std::size_t end = std::min(here + 3, m_waves[lead].size());
      for (std::size_t beat = first; beat < end; ++beat)
        for (const PlacedWave& wave : m_waves[lead][beat])
          if (std::abs(wave.angle - angle) < kFastening * omega * (kReach * wave.seconds + seconds))
            m_felt[lead].push_back(wave);
    }
  }

  LeadValues at(double angle, double omega) const {
    LeadValues pull{};
    for (std::size_t lead = 0; lead < kDemoLeads; ++lead)
      for (const PlacedWave& wave : m_felt[lead]) {
        const double distance = (angle - wave.angle) / (omega * wave.seconds);  // in widths
        if (std::abs(distance) > kReach) continue;
        pull[lead] -= wave.millivolts / wave.seconds * distance * std::exp(-0.5 * distance * distance);
      }
    return pull;
  }

 private:
  static constexpr double kFastening = 2.5;  // the next interval may be so much shorter

  std::array<std::vector<std::vector<PlacedWave>>, kDemoLeads> m_waves;
  std::array<std::vector<PlacedWave>, kDemoLeads> m_felt;
};

/// dz/dt = pull - (z - z0): linear in z, so the pull is needed at the ends and the middle of a step only.
double zAfter(double z, double step, double pullStart, double pullMiddle, double pullEnd) {
  const double k1 = pullStart - z;
  const double k2 = pullMiddle - (z + step / 2 * k1);
  const double k3 = pullMiddle - (z + step / 2 * k2);
  const double k4 = pullEnd - (z + step * k3);
  return z + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
}

/// Moment at which the trajectory passed an R peak between two angles, if it did.
void noteRPeak(double time, double step, double before, double after, std::vector<double>& rSeconds) {
  const double turn = std::floor(after / kTurn);
  if (turn >= 0 && std::floor(before / kTurn) < turn)
    rSeconds.push_back(time + step * (turn * kTurn - before) / (after - before));
}

}  // namespace

DemoTrace integrateBeats(const std::vector<DemoBeat>& beats, const std::vector<DemoLeadWaves>& waves,
                         const DemoBreathing& breathing, double seconds, double sampleRateHz,
                         const JobContext& job) {
  constexpr std::size_t kLookEvery = 8;  // samples
  constexpr std::size_t kListenEvery = 4096;
  const auto samples = static_cast<std::size_t>(seconds * sampleRateHz);
  const double step = 1 / sampleRateHz;
  Trajectory trajectory(beats);
  Pull pull(beats, waves);
  const auto pullAt = [&](double time) {
    LeadValues values = pull.at(trajectory.angle(), trajectory.angularVelocity());
    const double baseline = breathing.millivolts * std::sin(kTurn * breathing.frequencyHz * time);
    for (double& value : values) value += baseline;
    return values;
  };
  DemoTrace trace;
  for (auto& lead : trace.millivolts) lead.resize(samples);
  LeadValues z{};
  LeadValues start{};
  for (std::size_t i = 0; i < samples; ++i) {
    if (i % kListenEvery == 0) job.throwIfStopped();
    if (i % kLookEvery == 0)
      pull.lookAhead(trajectory.angle(), trajectory.angularVelocity(), (kLookEvery + 1) * step);
    for (std::size_t lead = 0; lead < kDemoLeads; ++lead) trace.millivolts[lead][i] = z[lead];
    const double time = static_cast<double>(i) * step;
    const double before = trajectory.angle();
    trajectory.advance(step / 2);
    const LeadValues middle = pullAt(time + step / 2);
    trajectory.advance(step / 2);
    const LeadValues end = pullAt(time + step);
    for (std::size_t lead = 0; lead < kDemoLeads; ++lead)
      z[lead] = zAfter(z[lead], step, start[lead], middle[lead], end[lead]);
    start = end;
    noteRPeak(time, step, before, trajectory.angle(), trace.rSeconds);
  }
  return trace;
}

}  // namespace ectopy
