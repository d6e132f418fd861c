// SPDX-License-Identifier: Apache-2.0
// What the shells are told of `roost`: their scripts are read by the shells themselves, and the manual has each verb
// with an example.

import Foundation
import Testing

/// What a program says, and how it ends.
private func run(_ words: [String], input: String = "") throws -> (code: Int32, output: String) {
    let process = Process(), output = Pipe(), feed = try freshDirectory() + "/input"
    try input.write(toFile: feed, atomically: true, encoding: .utf8)
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = Array(words.dropFirst())
    process.standardInput = FileHandle(forReadingAtPath: feed)
    (process.standardOutput, process.standardError) = (output, output)
    try process.run()
    let octets = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: octets, as: UTF8.self))
}

private func script(_ shell: String) throws -> String {
    let path = try freshDirectory() + "/roost.\(shell)"
    try run([roostPath, "--generate-completion-script", shell]).output
        .write(toFile: path, atomically: true, encoding: .utf8)
    return path
}

private func isThere(_ path: String) -> Bool { FileManager.default.isExecutableFile(atPath: path) }

@Suite struct ShellCompletions {
    @Test func `bash reads its script and completes verbs and options`() throws {
        let path = try script("bash")
        #expect(try run(["/bin/bash", "-n", path]).code == 0)
        func completed(_ line: String) throws -> [Substring] {
            let words = line.split(separator: " ", omittingEmptySubsequences: false)
            let array = words.map { "'\($0)'" }.joined(separator: " ")
            let call = """
                source '\(path)'; name=$(complete -p roost | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                COMP_WORDS=(\(array)); COMP_CWORD=\(words.count - 1); COMP_LINE='\(line)'; COMP_POINT=\(line.count)
                "$name" roost '\(words.last ?? "")' '\(words.dropLast().last ?? "")'; printf '%s\\n' "${COMPREPLY[@]}"
                """
            return try run(["/bin/bash", "--norc", "-c", call]).output.split(whereSeparator: \.isWhitespace)
        }
        #expect(try completed("roost stat") == ["status"])
        #expect(try completed("roost doc") == ["doctor"])
        #expect(Set(try completed("roost doctor --o")) == ["--only", "--offline"])
        #expect(try completed("roost wear plan-v") == ["plan-visit"])
    }

    @Test(.enabled(if: isThere("/usr/bin/zsh"), "zsh is not installed"))
    func `zsh reads its script`() throws {
        #expect(try run(["/usr/bin/zsh", "-n", try script("zsh")]).code == 0)
    }

    @Test(.enabled(if: isThere("/usr/bin/fish"), "fish is not installed"))
    func `fish reads its script`() throws {
        #expect(try run(["/usr/bin/fish", "-n", try script("fish")]).code == 0)
    }

    @Test func `every verb has an example, and the manual shows the new ones`() throws {
        let dump = try run([roostPath, "--experimental-dump-help"]).output
        let root = try #require(JSONSerialization.jsonObject(with: Data(dump.utf8)) as? [String: Any])
        let command = try #require(root["command"] as? [String: Any])
        let verbs = try #require(command["subcommands"] as? [[String: Any]])
        for verb in verbs
        where verb["shouldDisplay"] as? Bool != false && verb["commandName"] as? String != "help" {
            let name = verb["commandName"] as? String ?? ""
            let text = verb["discussion"] as? String ?? ""
            #expect(text.contains("Example:") && text.contains("roost \(name)"), "\(name)")
        }
        let writer = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Scripts/man-page.py").path
        let folder = try freshDirectory()
        #expect(try run(["/usr/bin/env", "python3", writer, folder], input: dump).code == 0)
        let whole = try String(contentsOfFile: folder + "/roost.1", encoding: .utf8)
        #expect(whole.contains("roost\\-doctor") && whole.contains("roost\\-init"))
        let status = try String(contentsOfFile: folder + "/roost-status.1", encoding: .utf8)
        #expect(status.contains("roost status \\-\\-watch \\-\\-storage /var/lib/roost"))
    }
}
