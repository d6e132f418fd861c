// SPDX-License-Identifier: Apache-2.0
// `roost hardware scan`: which units answer at given hosts, and which profiles' identity they show. It reads identity
// points, or all points of a profile without identity; it never writes and never walks through registers that
// nobody documents.

import ArgumentParser
import Fieldbus
import Registers

/// Looks for devices.
struct HardwareScan: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Find Modbus devices at given hosts and match them with the profiles.",
        discussion: """
            Each unit id is asked in turn on one connection a host; nothing is written. A profile matches when the
            device shows its identity; one without identity points is possible when every point is read and fits. Do not
            scan lines of a running dock.
            Exit codes: 0 something answered, 69 nothing did.

            Example:
              roost hardware scan --host 10.0.0.5 --host 10.0.0.6 --ports 502,1502 --units 1-10 --hardware hardware
            """)

    @Option(name: .customLong("host"), help: "A host, or a.b.c.d-e for a range of IPv4 numbers; repeat it.")
    var hosts: [String]
    @Option(help: "Ports: numbers and ranges with commas.")
    var ports = "502"
    @Option(help: "Unit ids: numbers and ranges with commas.")
    var units = "1-10"
    @Option(help: "Longest wait for one reply, in milliseconds.")
    var timeoutMs = 300
    @OptionGroup var shelf: HardwareShelfOptions
    @Flag(help: "Print one JSON document.")
    var json = false

    /// Most connections of one scan.
    private static let mostPlaces = 4_096

    /// A unit that answered.
    private struct Found: Encodable {
        var address: String
        var unit: Int
        var answer: String
        var matches: [String]
        var possible: [String]
    }

    func validate() throws {
        guard wholeNumbers(ports, in: 1...65_535) != nil else {
            throw ValidationError("--ports \"\(ports)\" is not a list")
        }
        guard wholeNumbers(units, in: 0...255) != nil else {
            throw ValidationError("--units \"\(units)\" is not a list")
        }
        guard (1...60_000).contains(timeoutMs) else { throw ValidationError("--timeout-ms must be 1 to 60000") }
        let portCount = wholeNumbers(ports, in: 1...65_535)?.count ?? 0
        let places = try allHosts().count * portCount
        guard (1...Self.mostPlaces).contains(places) else {
            throw ValidationError("\(places) addresses to scan; name 1 to \(Self.mostPlaces)")
        }
    }

    /// Every host that is named, each once.
    private func allHosts() throws -> [String] {
        var found: [String] = []
        var seen: Set<String> = []
        for text in hosts {
            do throws(HardwareHostsError) {
                found += try hardwareHosts(text).filter { seen.insert($0).inserted }
            } catch {
                throw ValidationError("--host \(error.text)")
            }
        }
        return found
    }

    func run() async throws {
        CommandOutput.surviveSignals()
        let profiles = try shelf.entries().compactMap { try? $0.result.get() }  // broken ones match nothing
        var candidates: [DeviceProfile] = []
        for profile in profiles {
            let families = profile.variants.compactMap { profile.applying(variant: $0.name) }
            candidates += families.isEmpty ? [profile] : Array(families.prefix(1))
        }
        let bar = ProgressBar()
        let addresses = try allHosts().flatMap { host in
            (wholeNumbers(ports, in: 1...65_535) ?? []).map { TCPAddress(host: host, port: $0) }
        }
        var found: [Found] = []
        for (index, address) in addresses.enumerated() {
            bar.show {
                .init(share: Double(index) / Double(addresses.count), text: "\(address.line), \(found.count) found")
            }
            found += await scan(address, candidates)
        }
        bar.clear()
        if json {
            try CommandOutput.sayJSON(found)
        } else {
            let rows = found.map { one in
                [
                    one.address, "\(one.unit)", one.answer,
                    one.matches.isEmpty
                        ? (one.possible.isEmpty ? "no profile" : "possibly \(one.possible.joined(separator: ", "))")
                        : one.matches.joined(separator: ", "),
                ]
            }
            try CommandOutput.say(HardwareTable([["address", "unit", "answer", "profile"]] + rows).text)
        }
        if found.isEmpty { throw ExitCode(69) }
    }

    private func scan(_ address: TCPAddress, _ profiles: [DeviceProfile]) async -> [Found] {
        let probe = LineProbe(line: address.line)
        let timeout = Duration.milliseconds(timeoutMs)
        guard await probe.connect(within: timeout) == nil else { return [] }
        var found: [Found] = []
        for unit in wholeNumbers(units, in: 0...255) ?? [] {
            guard let answer = await firstAnswer(probe, unit, timeout) else { continue }
            var one = Found(address: "\(address.line)", unit: unit, answer: answer, matches: [], possible: [])
            for profile in profiles {
                switch await probe.match(profile, unit: unit, within: timeout) {
                case .yes: one.matches.append(profile.id)
                case .perhaps: one.possible.append(profile.id)
                case .no: break
                }
            }
            found.append(one)
        }
        await probe.close()
        return found
    }

    /// What a unit says to a read of one register; nil when nobody is there.
    private func firstAnswer(_ probe: LineProbe, _ unit: Int, _ timeout: Duration) async -> String? {
        for table in [Table.holding, .input] {
            guard let request = ModbusRequest(unit: unit, ask: .read(table, address: 0, count: 1)) else {
                return nil
            }
            let outcome = await probe.ask(request, within: timeout).outcome
            switch outcome {
            case .reply(.exception(let code)) where code == 10 || code == 11: return nil
            case .reply: return outcome.words == nil ? outcome.text : "reads"
            case .mismatch(.unit): return "answers as another unit"
            case .cannotOpen: return nil
            case .timedOut, .disconnected, .mismatch, .checksum: continue
            }
        }
        return nil
    }
}
