// SPDX-License-Identifier: Apache-2.0
// Solves the symmetric systems that learning from a fleet needs. It runs when a fleet is learned, never for a
// row, and answers nil where a matrix is not positive.

/// Rows of a square matrix, padded to whole vectors.
struct PackedRows: Sendable {
    private var blocks: [SIMD8<Double>]
    private let blocksARow: Int

    /// A matrix of zeros.
    init(size: Int) {
        blocksARow = (size + 7) / 8
        blocks = [SIMD8<Double>](repeating: .zero, count: size * blocksARow)
    }

    /// One element.
    subscript(row: Int, column: Int) -> Double {
        get { blocks[row * blocksARow + column / 8][column % 8] }
        set { blocks[row * blocksARow + column / 8][column % 8] = newValue }
    }

    /// The product of row `row` and row `otherRow` of `other` over columns `from..<to`, whole vectors at a time:
    /// one of the two must be zero outside that range.
    func dot(_ row: Int, _ other: PackedRows, _ otherRow: Int, from: Int, to: Int) -> Double {
        var sum = SIMD8<Double>.zero
        let (left, right) = (row * blocksARow, otherRow * other.blocksARow)
        var block = from / 8
        let end = (to + 7) / 8
        while block < end {
            sum += blocks[left + block] * other.blocks[right + block]
            block += 1
        }
        return sum.sum()
    }
}

/// The inverse of a positive symmetric matrix, kept as the columns of its triangular factor's inverse.
struct SymmetricInverse: Sendable {
    /// Row j holds column j of the factor's inverse.
    private let columns: PackedRows
    private let size: Int

    /// Factors `matrix`, of which the lower triangle counts; nil when it is not positive.
    init?(size: Int, matrix: (Int, Int) -> Double) {
        var factor = PackedRows(size: size)
        for row in 0..<size {
            for column in 0..<row {
                let rest = matrix(row, column) - factor.dot(row, factor, column, from: 0, to: column)
                factor[row, column] = rest / factor[column, column]
            }
            let rest = matrix(row, row) - factor.dot(row, factor, row, from: 0, to: row)
            guard rest > 1e-12, rest.isFinite else { return nil }
            factor[row, row] = rest.squareRoot()
        }
        var columns = PackedRows(size: size)
        for column in 0..<size {
            columns[column, column] = 1 / factor[column, column]
            for row in (column + 1)..<max(size, column + 1) {
                let sum = factor.dot(row, columns, column, from: column, to: row)
                columns[column, row] = -sum / factor[row, row]
            }
        }
        self.columns = columns
        self.size = size
    }

    /// One element of the inverse.
    func element(_ row: Int, _ column: Int) -> Double {
        columns.dot(row, columns, column, from: max(row, column), to: size)
    }

    /// The solution for `target`.
    func solve(_ target: [Double]) -> [Double] {
        var middle = [Double](repeating: 0, count: size)
        for column in 0..<size {
            for row in column..<size { middle[row] += columns[column, row] * target[column] }
        }
        return (0..<size).map { column in
            (column..<size).reduce(0.0) { $0 + columns[column, $1] * middle[$1] }
        }
    }
}
