// SPDX-License-Identifier: Apache-2.0
// A terminal that is drawn on in place: a second screen, no echo, keys one by one. Whatever ends the drawing, the
// terminal is given back as it was. What is drawn is another file's matter.

import Glibc
import Synchronization

/// The terminal of this process while it is drawn on.
final class TerminalScreen {
    private let before: termios

    /// Signals that end the drawing, and one that says that the window has another size.
    private static let isEnding = Atomic(false)

    /// Whether a terminal shows colours and wants them (no-color.org).
    static var wantsColour: Bool {
        isatty(STDOUT_FILENO) == 1 && !isSet("NO_COLOR") && text("TERM") != "dumb"
    }

    /// Whether standard input and output are a terminal that can be drawn on.
    static var isThere: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 && !["dumb", ""].contains(text("TERM"))
    }

    /// Columns and rows of the window; 80 by 24 where the terminal does not say.
    static var size: (columns: Int, rows: Int) {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else {
            return (80, 24)
        }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Takes the terminal; nil where there is none.
    init?() {
        var settings = termios()
        guard Self.isThere, unsafe tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        before = settings
        // Ctrl-C and Ctrl-Z come as keys: neither may leave the terminal as it is now.
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        guard unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0 else { return nil }
        for number in [SIGTERM, SIGHUP, SIGINT] {
            signal(number) { _ in TerminalScreen.isEnding.store(true, ordering: .relaxed) }
        }
        // Only so that a wait for a key ends.
        signal(SIGWINCH) { _ in }
        write("\u{1B}[?1049h\u{1B}[?25l")
    }

    deinit { leave() }

    /// Gives the terminal back.
    func leave() {
        write("\u{1B}[?25h\u{1B}[?1049l")
        var settings = before
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Draws all lines in one write, over what stands there: nothing is cleared first, so nothing flickers.
    func draw(_ lines: [String]) {
        let body = lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n")
        write("\u{1B}[?2026h\u{1B}[H\(body)\u{1B}[J\u{1B}[?2026l")
    }

    /// What ended a wait.
    enum Event: Equatable {
        case key(UInt8)
        case nothing
        /// A signal, or the terminal is gone.
        case end
    }

    /// Waits for a key; a new size of the window ends the wait too.
    func wait(_ span: Duration) -> Event {
        if Self.isEnding.load(ordering: .relaxed) { return .end }
        var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        let count = unsafe poll(&request, 1, Int32(clamping: Int64(span / .milliseconds(1))))
        if Self.isEnding.load(ordering: .relaxed) { return .end }
        guard count > 0 else { return .nothing }
        var key: UInt8 = 0
        return unsafe read(STDIN_FILENO, &key, 1) == 1 ? .key(key) : .end
    }

    private func write(_ text: String) {
        // A terminal that is gone ends the drawing with the next wait.
        try? CommandOutput.say(text)
    }

    private static func text(_ name: String) -> String {
        unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
    }

    private static func isSet(_ name: String) -> Bool { !text(name).isEmpty }
}

/// Texts in columns of a terminal.
enum TerminalText {
    /// Columns that a text takes: wide letters of East Asia two, marks above a letter none.
    static func width(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

    private static func width(_ scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
            0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }

    /// The text in exactly so many columns: cut with an ellipsis, or filled with blanks.
    static func fitted(_ text: String, to columns: Int) -> String {
        let full = width(text)
        if full <= columns { return text + String(repeating: " ", count: columns - full) }
        var kept = String.UnicodeScalarView(), taken = 0
        for scalar in text.unicodeScalars {
            guard taken + width(scalar) < columns else { break }
            kept.append(scalar)
            taken += width(scalar)
        }
        return String(kept) + (columns > 0 ? "…" : "")
            + String(repeating: " ", count: max(0, columns - taken - 1))
    }
}
