// SPDX-License-Identifier: Apache-2.0
// `roost outbox enqueue` as another program sees it: prompt answers, hostile lines, crashes, full disks.

import DockModel
import Foundation
import Glibc
import Store
import Testing

@Suite struct EnqueueTests {
    private func queued(_ directory: String) throws -> [MailSummary] {
        try Outbox(RoostDatabase.open(directory: directory)).list(limit: 10_000)
    }

    @Test func `each line is answered at once while the input stays open`() throws {
        let directory = try freshDirectory()
        let child = try Child.outbox("enqueue", "--queue", directory)
        for number in 1...3 {
            child.send(line(number))
            #expect(try child.line() == "ok \(number)")
            #expect(try queued(directory).count == number)
        }
        #expect(child.finish().status == 0)
    }

    @Test func `every line has its answer in order and a bad line costs no good one`() throws {
        let directory = try freshDirectory()
        let text =
            line(1) + "no json\n\n" + line(2) + #"{"to":"x","subject":"s","body":"b"}"# + "\n"
            + line(3).dropLast()
        let result = try Child.outbox("enqueue", "--queue", directory).finish(input: text)
        #expect(result.status == 1)
        #expect(result.lines.map { $0.prefix(7) } == ["ok 1", "error 2", "ok 2", "error 5", "ok 3"])
        #expect(result.complaints.contains("stdin:2:1: "))
        #expect(result.complaints.contains("stdin:5:7: "))
        #expect(try queued(directory).map(\.subject) == ["mail 3", "mail 2", "mail 1"])
    }

    @Test(arguments: [
        #"{"to":"a@b.c","subject":"s\r\nBcc: x@y.z","body":"b"}"#,
        #"{"to":"a@b.c","subject":"s\u2028x","body":"b"}"#,
        #"{"to":"a@b.c\r\nRCPT TO:<x@y.z>","subject":"s","body":"b"}"#,
        #"{"to":"a@b.c>\u0000","subject":"s","body":"b"}"#,
        #"{"to":["a@b.c",7],"subject":"s","body":"b"}"#,
        #"{"to":[],"subject":"s","body":"b"}"#,
        #"{"to":{"a":1},"subject":"s","body":"b"}"#,
        #"{"to":"a@b.c","subject":"s","body":"b","priority":-1}"#,
        #"{"to":"a@b.c","subject":"s","body":"b","priority":1e99}"#,
        #"{"to":"a@b.c","subject":"s","body":"b","priority":99999999999999999999}"#,
        #"{"to":"a@b.c","subject":"s","subject":"t","body":"b"}"#,
        #"{"to":"a@b.c","subject":"s","body":"b","attach":"x"}"#,
        #"{"to":"a@b.c","subject":"\ud800","body":"b"}"#,
        #"{"to":"a@b.c","subject":"s","body":"b\u0000"}"#,
        #"{"to":"a@b.c","subject":"s","body":"b"} {}"#,
        #"{"to":"a@b.c","subject":"s","body":"b""#,
        #"{"to":"a@b.c","subject":"s","body":"b",}"#,
        #"{"to":"a@b.c","subject":"s"}"#,
        #"["to"]"#, "\"", "{", "{\"", "null", "{\"to\":\"\\u12", "{\"to\":\"\\",
        String(repeating: "[", count: 100_000), #"{"to":"# + String(repeating: "[", count: 100_000),
    ])
    func `a hostile line is refused and the next one is taken`(hostile: String) throws {
        let directory = try freshDirectory()
        let result = try Child.outbox("enqueue", "--queue", directory).finish(input: hostile + "\n" + line(1))
        #expect(result.status == 1)
        #expect(result.lines.count == 2)
        #expect(result.lines.first?.hasPrefix("error 1: ") == true)
        #expect(result.lines.last == "ok 1")
        #expect(result.lines.allSatisfy { !$0.utf8.contains(0) })
    }

    @Test func `octets that are no text are refused`() throws {
        let directory = try freshDirectory()
        var octets: [UInt8] = [0xFF, 0xFE, 0x0A, 0x00, 0x0A]
        octets += Array(line(1).utf8)
        octets += Array(#"{"to":"a@b.c","subject":"\#u{1}","body":"b"}"#.utf8) + [0x0A]
        let result = try Child.outbox("enqueue", "--queue", directory).finish(octets: octets)
        #expect(result.lines.map { $0.prefix(7) } == ["error 1", "error 2", "ok 1", "error 4"])
    }

    @Test func `a line without end is refused and the next one is taken`() throws {
        let directory = try freshDirectory()
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: (16 << 20) + 10)
        let result = try Child.outbox("enqueue", "--queue", directory).finish(
            octets: long + [0x0A] + Array(line(1).utf8))
        #expect(result.lines.map { $0.prefix(7) } == ["error 1", "ok 1"])
        #expect(result.complaints.contains("longer than"))
    }

    @Test func `many lines share commits`() throws {
        let directory = try freshDirectory()
        let result = try Child.outbox("enqueue", "--queue", directory, "--json")
            .finish(input: (1...2_000).map { line($0) }.joined())
        #expect(result.status == 0)
        #expect(result.lines.count == 2_000)
        #expect(result.lines.last == #"{"id":2000,"line":2000,"ok":true}"#)
    }

    @Test(.enabled(if: isInstalled("strace")))
    func `an answer is written only after its data was flushed`() throws {
        let directory = try freshDirectory()
        let trace = directory + "/trace"
        let child = try Child(
            "/usr/bin/strace",
            [
                "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", trace, roostPath, "outbox", "enqueue",
                "--queue", directory,
            ])
        child.send(line(1))
        #expect(try child.line() == "ok 1")
        child.send(line(2))
        #expect(try child.line() == "ok 2")
        #expect(child.finish().status == 0)
        let calls = try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n")
        let first = try #require(calls.firstIndex { $0.contains("\"ok 1\\n\"") })
        let second = try #require(calls.firstIndex { $0.contains("\"ok 2\\n\"") })
        func isFlush(_ call: Substring) -> Bool {
            (call.contains("fsync(") || call.contains("fdatasync(")) && call.contains("roost.db-wal")
        }
        #expect(calls[..<first].contains(where: isFlush))
        #expect(calls[first..<second].contains(where: isFlush))
        #expect(calls[..<first].contains { $0.contains("fsync(") && $0.contains("<\(directory)>") })
    }

    @Test func `a kill at any moment loses nothing that was acknowledged`() throws {
        let directory = try freshDirectory()
        var acknowledged: Set<Int64> = []
        for round in 0..<8 {
            let child = try Child.outbox("enqueue", "--queue", directory)
            let wanted = [0, 1, 3, 40, 7, 150, 2, 80][round]
            child.send((1...200).map { line(round * 1_000 + $0) }.joined())
            for _ in 0..<wanted {
                guard let answer = try child.line(), let id = Int64(answer.dropFirst(3)) else { break }
                acknowledged.insert(id)
            }
            child.kill()
            for answer in child.finish().lines {
                if let id = Int64(answer.dropFirst(3)) { acknowledged.insert(id) }
            }
        }
        let database = try RoostDatabase.open(directory: directory)
        let kept = Set(try Outbox(database).list(limit: 10_000).map(\.id))
        #expect(acknowledged.isSubset(of: kept))
        #expect(acknowledged.count >= 283)
        #expect(try Outbox(database).stats(now: WallTime(milliseconds: 0)).isConserved)
    }

    @Test func `two writers at once lose nothing`() throws {
        let directory = try freshDirectory()
        let first = try Child.outbox("enqueue", "--queue", directory)
        let second = try Child.outbox("enqueue", "--queue", directory)
        for number in 1...20 {
            first.send(line(number))
            second.send(line(100 + number))
        }
        let answers = first.finish().lines + second.finish().lines
        #expect(Set(answers).count == 40)
        #expect(answers.allSatisfy { $0.hasPrefix("ok ") })
        #expect(try queued(directory).count == 40)
    }

    @Test func `a full disk is told for each line and keeps what was acknowledged`() throws {
        let directory = try freshDirectory()
        #expect(try Child.outbox("enqueue", "--queue", directory).finish(input: line(1)).status == 0)
        let body = String(repeating: "x", count: 60_000)
        let big = #"{"to":"a@b.c","subject":"big","body":"\#(body)"}"# + "\n"
        // Blocks of 512 octets in dash: about 600 kB for each file.
        let child = try Child(
            "/bin/sh",
            ["-c", "ulimit -f 1200; exec \"$0\" outbox enqueue --queue \"$1\"", roostPath, directory])
        let result = child.finish(input: (1...40).map { _ in big }.joined())
        #expect(result.status == 75)
        #expect(result.lines.count == 40)
        let good = result.lines.filter { $0.hasPrefix("ok ") },
            bad = result.lines.filter { $0.hasPrefix("error ") }
        #expect(!good.isEmpty && !bad.isEmpty && good.count + bad.count == 40)
        #expect(result.complaints.contains("not queued"))
        let kept = Set(try queued(directory).map(\.id))
        #expect(good.compactMap { Int64($0.dropFirst(3)) }.allSatisfy { kept.contains($0) })
        #expect(try Child.outbox("enqueue", "--queue", directory).finish(input: line(2)).status == 0)
    }

    @Test func `a directory that cannot be used ends with a reason`() throws {
        let result = try Child.outbox("enqueue", "--queue", "/proc/none").finish(input: line(1))
        #expect(result.status == 78)
        #expect(result.complaints.contains("/proc"))
        #expect(result.output.isEmpty)
    }

    @Test func `wrong arguments end with 64`() throws {
        #expect(try Child.outbox("enqueue", "--nonsense").finish().status == 64)
        #expect(try Child.outbox("flush", "--host", "x", "--security", "none").finish().status == 64)
        #expect(try Child.outbox("flush", "--host", "x", "--user", "u").finish().status == 64)
    }
}
