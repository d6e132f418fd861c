// SPDX-License-Identifier: Apache-2.0
// Which known word a mistyped one probably means. It never guesses across more than a third of the word.
// The guess is shown to a person and never put in place of what was written.

/// The word of `known` nearest to `word`, if it is near enough to be a likely slip.
func nearest(to word: String, in known: [String]) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    let wanted = Array(word.lowercased().utf8)
    var best: (word: String, distance: Int)?
    for candidate in known {
        let distance = editDistance(wanted, Array(candidate.lowercased().utf8))
        if distance < best?.distance ?? Int.max { best = (candidate, distance) }
    }
    if let best, best.distance <= max(1, min(wanted.count, best.word.utf8.count) / 3) { return best.word }
    // A word that was cut short: "timeout" for "timeout_ms".
    let longer = known.filter { wanted.count >= 4 && $0.hasPrefix(word) }
    return longer.count == 1 ? longer[0] : nil
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in 0..<left.count {
        var current = [i + 1]
        for j in 0..<right.count {
            var cost = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, older[j - 1] + 1)
            }
            current.append(cost)
        }
        (older, previous) = (previous, current)
    }
    return previous[right.count]
}
