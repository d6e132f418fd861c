// SPDX-License-Identifier: Apache-2.0
// How `roost init` gets its answers: from a person at a terminal, who is asked again after a mistake, or from a file
// and options, where a mistake is told with its place. It knows no question itself and never keeps a password.

import ArgumentParser
import Foundation
import Glibc
import Settings

/// One question.
struct InitQuestion {
    /// The name of its answer in a file: "dock.id".
    let key: String
    /// What a person is asked.
    let text: String
    /// What is taken without an answer; nil when there must be one.
    var standard: String?
    /// Examples and bounds, shown below the question.
    var hint: String?
    /// Why an answer cannot be used; nil for a good one.
    var complaint: (String) -> String? = { _ in nil }
}

/// An answer that was given beforehand, and where.
struct InitAnswer: Equatable {
    var text: String
    /// "answers.txt:4" or "--set".
    var place: String
}

/// Gets answers.
final class InitInterview {
    private let given: [String: InitAnswer]
    let isInteractive: Bool
    /// Where the talk goes: not into a document that others read.
    private let isQuiet: Bool
    private var asked: Set<String> = []
    /// What was answered, in order; no secret is among it.
    private(set) var answers: [(key: String, text: String)] = []
    /// What is wrong with answers that were given beforehand.
    private(set) var problems: [String] = []

    init(given: [String: InitAnswer], isInteractive: Bool, isQuiet: Bool) {
        (self.given, self.isInteractive, self.isQuiet) = (given, isInteractive, isQuiet)
    }

    /// Whether an answer was given beforehand.
    func isGiven(_ key: String) -> Bool { given[key] != nil }

    /// Says something to the person.
    func say(_ text: String) {
        guard isInteractive else { return }
        // A terminal that is gone ends the talk with the next question.
        if isQuiet { CommandOutput.complain(text) } else { try? CommandOutput.say(text + "\n") }
    }

    /// The answer to a question; an empty text when there is none and there must be one, which is then a problem.
    /// - Throws: exit code 1 when the person ends the talk.
    func ask(_ question: InitQuestion) throws -> String {
        asked.insert(question.key)
        if let answer = given[question.key] {
            if let complaint = Self.complaint(answer.text, question) {
                problems.append("\(answer.place): \(question.key) \"\(answer.text)\": \(complaint)")
            }
            return note(question, answer.text)
        }
        guard isInteractive else {
            guard let standard = question.standard else {
                let hint = question.hint.map { "; \($0)" } ?? ""
                problems.append("\(question.key) is missing: \(question.text)\(hint)")
                return ""
            }
            return note(question, standard)
        }
        if let hint = question.hint { say("    \(hint)") }
        while true {
            let line = try read("  \(question.text)\(question.standard.map { " [\($0)]" } ?? ""): ")
            let text = line.isEmpty ? question.standard : line
            guard let text else {
                say("    an answer is needed")
                continue
            }
            guard let complaint = Self.complaint(text, question) else { return note(question, text) }
            say("    \(complaint)")
        }
    }

    /// A question that is answered by yes or no.
    func confirm(_ key: String, _ text: String, standard: Bool) throws -> Bool {
        let answer = try ask(
            InitQuestion(key: key, text: text, standard: standard ? "yes" : "no") { text in
                ["yes", "no", "y", "n"].contains(text.lowercased()) ? nil : "write yes or no"
            })
        return answer.lowercased().hasPrefix("y")
    }

    /// Asks a person what is no answer to keep, as whether to go on; without a person it is as said.
    func decide(_ text: String, without: Bool) throws -> Bool {
        guard isInteractive else { return without }
        return try read("  \(text) [y/N]: ").lowercased().hasPrefix("y")
    }

    /// A secret from a person, unseen; nil without a person, or when none is typed.
    /// - Throws: exit code 1 when the person ends the talk.
    func askSecret(_ text: String) throws -> String? {
        guard isInteractive, isatty(STDIN_FILENO) == 1 else { return nil }
        var before = termios()
        guard unsafe tcgetattr(STDIN_FILENO, &before) == 0 else { return nil }
        var hidden = before
        // Letter by letter, Ctrl-C too: it may not end the program while the terminal shows nothing.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG | ICANON)
        unsafe tcsetattr(STDIN_FILENO, TCSANOW, &hidden)
        defer { unsafe tcsetattr(STDIN_FILENO, TCSANOW, &before) }
        try show("  \(text): ")
        let secret = try readUnseen()
        try show("\n")
        return secret.isEmpty ? nil : secret
    }

    private func readUnseen() throws -> String {
        var octets: [UInt8] = []
        while true {
            var octet: UInt8 = 0
            guard unsafe Glibc.read(STDIN_FILENO, &octet, 1) == 1 else { throw Self.ended }
            switch octet {
            case 0x0A, 0x0D: return String(decoding: octets, as: UTF8.self)
            case 0x03, 0x04: throw Self.ended
            case 0x08, 0x7F:
                // The whole letter goes, not its last octet alone.
                while let last = octets.popLast(), last & 0xC0 == 0x80 {}
            default: octets.append(octet)
            }
            guard octets.count <= SecretSource.longestSecret else { throw Self.ended }
        }
    }

    /// Says that the talk is over.
    private static var ended: ExitCode {
        CommandOutput.complain("\nended; nothing was written")
        return CommandExit.finding
    }

    /// Tells of answers that no question asked for.
    func refuseUnasked() {
        for (key, answer) in given.sorted(by: { $0.key < $1.key }) where !asked.contains(key) {
            problems.append(
                "\(answer.place): nothing asks for \"\(key)\"; roost init --questions lists the names")
        }
    }

    private func note(_ question: InitQuestion, _ text: String) -> String {
        answers.append((question.key, text))
        return text
    }

    private static func complaint(_ text: String, _ question: InitQuestion) -> String? {
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            return "control characters are in it"
        }
        if text.count > 1_000 { return "it is longer than 1000 characters" }
        return question.complaint(text)
    }

    private func read(_ prompt: String) throws -> String {
        try show(prompt)
        guard let line = readLine(strippingNewline: true) else { throw Self.ended }
        return line.trimmingCharacters(in: .whitespaces)
    }

    private func show(_ prompt: String) throws {
        if isQuiet {
            FileHandle.standardError.write(Data(prompt.utf8))
        } else {
            try CommandOutput.say(prompt)
        }
    }
}

/// A file of answers: one `key: value` a line; empty lines and lines that begin with # say nothing.
enum InitAnswersFile {
    /// Octets of the largest file.
    static let longest = 1 << 20

    /// The answers of a text; what is wrong with it is added to `problems`.
    static func read(_ text: String, name: String, problems: inout [String]) -> [String: InitAnswer] {
        var answers: [String: InitAnswer] = [:]
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            guard !line.isEmpty, !line.hasPrefix("#") else { continue }
            let place = "\(name):\(index + 1)"
            guard let (key, value) = pair(line, separator: ":") else {
                problems.append("\(place): \"\(line.prefix(60))\" is no answer; write key: value")
                continue
            }
            if answers.updateValue(InitAnswer(text: value, place: place), forKey: key) != nil {
                problems.append("\(place): \(key) is answered twice; keep one")
            }
        }
        return answers
    }

    /// Key and value of one line; quotes around the value are left out.
    static func pair(_ line: String, separator: Character) -> (key: String, value: String)? {
        guard let mark = line.firstIndex(of: separator) else { return nil }
        let key = line[..<mark].trimmingCharacters(in: .whitespaces)
        var value = line[line.index(after: mark)...].trimmingCharacters(in: .whitespaces)
        if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
            value = String(value.dropFirst().dropLast())
        }
        return key.isEmpty || key.contains(" ") ? nil : (key, value)
    }
}
