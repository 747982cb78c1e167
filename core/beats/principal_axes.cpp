#include "core/beats/principal_axes.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

namespace ectopy {
namespace {

constexpr std::size_t kMostRows = 20000;
constexpr std::size_t kBlock = 2048;  // rows between two looks at the stop

using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

bool isFinite(std::span<const float> row) {
  return std::ranges::all_of(row, [](float value) { return std::isfinite(value); });
}

std::vector<std::size_t> rowsToLookAt(const BeatVectors& vectors) {
  const std::size_t step = std::max<std::size_t>(1, (vectors.size() + kMostRows - 1) / kMostRows);
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < vectors.size(); row += step)
    if (isFinite(vectors.of(row))) rows.push_back(row);
  return rows;
}

Eigen::Index eigenIndex(std::size_t value) {
  return static_cast<Eigen::Index>(value);
}

Eigen::VectorXf rowAt(const BeatVectors& vectors, std::size_t row) {
  return Eigen::Map<const Eigen::VectorXf>(vectors.of(row).data(), eigenIndex(vectors.width));
}

Eigen::VectorXd meanOf(const BeatVectors& vectors, const std::vector<std::size_t>& rows) {
  Eigen::VectorXd sum = Eigen::VectorXd::Zero(eigenIndex(vectors.width));
  for (const std::size_t row : rows) sum += rowAt(vectors, row).cast<double>();
  return rows.empty() ? sum : Eigen::VectorXd(sum / static_cast<double>(rows.size()));
}

Eigen::MatrixXd covarianceOf(const BeatVectors& vectors, const std::vector<std::size_t>& rows,
                             const Eigen::VectorXf& mean, const JobContext& job) {
  const Eigen::Index width = eigenIndex(vectors.width);
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(width, width);
  for (std::size_t first = 0; first < rows.size(); first += kBlock) {
    job.throwIfStopped();
    const std::size_t count = std::min(kBlock, rows.size() - first);
    Rows block(eigenIndex(count), width);
    for (std::size_t i = 0; i < count; ++i)
      block.row(eigenIndex(i)) = (rowAt(vectors, rows[first + i]) - mean).transpose();
    sum += (block.transpose() * block).cast<double>();
  }
  return rows.empty() ? sum : Eigen::MatrixXd(sum / static_cast<double>(rows.size()));
}

}  // namespace

PrincipalAxes principalAxes(const BeatVectors& vectors, std::size_t count, const JobContext& job) {
  PrincipalAxes found;
  found.axes.width = vectors.width;
  if (vectors.width == 0) return found;
  const std::vector<std::size_t> rows = rowsToLookAt(vectors);
  const Eigen::VectorXf mean = meanOf(vectors, rows).cast<float>();
  found.mean.assign(mean.begin(), mean.end());
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solved(covarianceOf(vectors, rows, mean, job));
  count = std::min(count, vectors.width);
  for (std::size_t i = 0; i < count; ++i) {
    const Eigen::Index column = eigenIndex(vectors.width - 1 - i);  // variances rise
    Eigen::VectorXf axis = solved.eigenvectors().col(column).cast<float>();
    Eigen::Index largest = 0;
    axis.cwiseAbs().maxCoeff(&largest);
    if (axis[largest] < 0) axis = -axis;
    found.axes.values.insert(found.axes.values.end(), axis.begin(), axis.end());
    found.variance.push_back(std::max(0.0, solved.eigenvalues()[column]));
  }
  return found;
}

BeatVectors along(const PrincipalAxes& axes, const BeatVectors& vectors, const JobContext& job) {
  const std::size_t count = axes.axes.size();
  BeatVectors places{.width = count};
  places.values.assign(vectors.size() * count, 0.0F);
  if (count == 0) return places;
  const Eigen::Map<const Rows> directions(axes.axes.values.data(), eigenIndex(count),
                                          eigenIndex(vectors.width));
  const Eigen::Map<const Eigen::VectorXf> mean(axes.mean.data(), eigenIndex(vectors.width));
  for (std::size_t row = 0; row < vectors.size(); ++row) {
    if (row % kBlock == 0) job.throwIfStopped();
    if (!isFinite(vectors.of(row))) continue;
    Eigen::Map<Eigen::VectorXf>(places.values.data() + row * count, eigenIndex(count)).noalias() =
        directions * (rowAt(vectors, row) - mean);
  }
  return places;
}

}  // namespace ectopy
