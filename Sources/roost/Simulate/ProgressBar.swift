// SPDX-License-Identifier: Apache-2.0
// A progress bar on a terminal, on standard error. Where standard error is no terminal it shows nothing.
// It must never write to standard output, which others read.

import Foundation
import Glibc

/// A bar that shows how much is done, at most five times a second.
final class ProgressBar {
    /// What it shows.
    struct Showing {
        var share: Double
        var text: String
        var secondsLeft: Double?
    }
    /// Letters of the bar itself.
    static let width = 30
    private let isShown = isatty(STDERR_FILENO) == 1
    private let clock = ContinuousClock()
    private var last: ContinuousClock.Instant?

    /// Draws the bar when it is time to.
    func show(_ showing: () -> Showing) {
        guard isShown, last.map({ clock.now - $0 > .milliseconds(200) }) ?? true else { return }
        last = clock.now
        write("\r" + Self.line(showing()) + "\u{1B}[K")
    }

    /// Removes it from the terminal.
    func clear() {
        guard isShown, last != nil else { return }
        write("\r\u{1B}[K")
    }

    /// The line of one drawing.
    static func line(_ showing: Showing) -> String {
        let share = min(max(showing.share, 0), 1)
        let filled = Int(share * Double(width))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        let left = showing.secondsLeft.map { ", \(clockText($0)) left" } ?? ""
        return "[\(bar)] \(Int(share * 100)) %  \(showing.text)\(left)"
    }

    /// Seconds as "0:47" or "1:02:03".
    private static func clockText(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e9).rounded())
        let (hours, minutes, rest) = (whole / 3_600, whole / 60 % 60, whole % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, rest) : String(format: "%d:%02d", minutes, rest)
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
