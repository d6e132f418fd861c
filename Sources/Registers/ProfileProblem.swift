// SPDX-License-Identifier: Apache-2.0
// What is wrong with a hardware profile, found before any device is asked (modbus-requirements R15).
// It judges only what is written; it never corrects a profile in silence.

public import DockModel

/// One fault of a profile; the loader adds file and line.
public struct ProfileProblem: Sendable, Equatable, CustomStringConvertible {
    /// The point at fault; nil when the fault lies outside the points.
    public var point: PointID?
    /// The key at fault, as written in YAML ("write_fn", "limits.max_regs").
    public var key: String
    /// What is wrong and what to do.
    public var text: String

    /// A problem from its parts.
    public init(point: PointID? = nil, key: String, text: String) {
        self.point = point
        self.key = key
        self.text = text
    }

    /// "point wind_speed: write_fn: …"
    public var description: String { (point.map { "point \($0): " } ?? "") + "\(key): \(text)" }
}

extension DeviceProfile {
    /// Everything that is wrong with the profile; empty means it can be used.
    public func problems() -> [ProfileProblem] {
        transportProblems() + limitProblems() + points.flatMap { pointProblems($0) } + overlapProblems()
            + referenceProblems() + blockProblems() + variantProblems() + partProblems() + discoveryProblems()
            + heartbeatProblems()
    }

    private func transportProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        func add(_ key: String, _ text: String) { found.append(ProfileProblem(key: key, text: text)) }
        if id.isEmpty { add("id", "the profile has no name") }
        if points.isEmpty { add("points", "the profile has no points") }
        if transport.kinds.isEmpty { add("transport.kinds", "name at least one of rtu, tcp") }
        let units = DeviceProfile.units(for: transport.kinds)
        if !units.contains(transport.unit) {
            add(
                "transport.unit",
                "unit \(transport.unit) is outside \(units.lowerBound)...\(units.upperBound)")
        }
        if let reply = transport.replyUnit, !(0...255).contains(reply) {
            add("transport.reply_unit", "unit \(reply) is outside 0...255")
        }
        if let port = transport.tcpPort, !(1...65_535).contains(port) {
            add("transport.tcp_port", "port \(port) is outside 1...65535")
        }
        for (key, given, bounds) in [
            ("timeout_ms", transport.timeoutMilliseconds, Transport.timeouts),
            ("gap_ms", transport.gapMilliseconds, Transport.gaps),
            ("connect_delay_ms", transport.connectDelayMilliseconds, Transport.connectDelays),
        ] where !bounds.contains(given) {
            add("transport.\(key)", "\(given) ms is outside \(bounds) ms")
        }
        if let connections = transport.maxConnections, connections < 1 {
            add("transport.max_connections", "a device that allows no connection cannot be read")
        }
        if let serial = transport.serial {
            if !(50...4_000_000).contains(serial.baud) {
                add("transport.serial.baud", "\(serial.baud) is no line speed")
            }
            if serial.dataBits != 8 { add("transport.serial.data", "Modbus RTU needs 8 data bits") }
            if !(1...2).contains(serial.stopBits) { add("transport.serial.stop", "stop bits are 1 or 2") }
        }
        return found
    }

    /// The unit ids that are allowed on the given kinds of line.
    public static func units(for kinds: [TransportKind]) -> ClosedRange<Int> {
        kinds.contains(.tcp) ? 0...255 : 1...247
    }

    private func limitProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        if !(1...125).contains(limits.maxRegs) {
            found.append(ProfileProblem(key: "limits.max_regs", text: "\(limits.maxRegs) is outside 1...125"))
        }
        if !(1...2_000).contains(limits.maxBits) {
            found.append(
                ProfileProblem(key: "limits.max_bits", text: "\(limits.maxBits) is outside 1...2000"))
        }
        return found
    }

    private func overlapProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        var seen: Set<PointID> = []
        for point in points where !seen.insert(point.id).inserted {
            found.append(ProfileProblem(point: point.id, key: "id", text: "this name is used twice"))
        }
        let ordered = points.sorted {
            ($0.fn.rawValue, $0.address, $0.id) < ($1.fn.rawValue, $1.address, $1.id)
        }
        var widest: PointProfile?
        for point in ordered {
            if let last = widest, last.fn == point.fn, last.addresses.overlaps(point.addresses) {
                let isSame = last.addresses == point.addresses && last.type == point.type
                if !isSame || last.wordOrder != point.wordOrder {
                    found.append(
                        ProfileProblem(
                            point: point.id, key: "address",
                            text: "overlaps point \(last.id) (\(last.type.rawValue) at \(last.address))"))
                }
            }
            let isWider = widest.map {
                $0.fn != point.fn || $0.addresses.upperBound <= point.addresses.upperBound
            }
            if isWider ?? true { widest = point }
        }
        return found
    }

    private func referenceProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        for point in points {
            found += readbackProblems(point)
            found += scaleProblems(point)
        }
        for rule in identity {
            guard let point = point(rule.point) else {
                found.append(ProfileProblem(key: "identity", text: "there is no point \(rule.point)"))
                continue
            }
            if point.write == .never {
                found.append(
                    ProfileProblem(point: point.id, key: "identity", text: "a 'never' point is not read"))
            }
            switch rule.test {
            case .equals: break
            case .oneOf(let values):
                if values.isEmpty {
                    found.append(
                        ProfileProblem(point: point.id, key: "identity.in", text: "the list is empty"))
                }
            case .range(let range):
                if !(range.low <= range.high) {
                    found.append(
                        ProfileProblem(point: point.id, key: "identity.range", text: "bounds are crossed"))
                }
            }
        }
        return found
    }

    private func readbackProblems(_ point: PointProfile) -> [ProfileProblem] {
        guard let name = point.readback else { return [] }
        func problem(_ text: String) -> [ProfileProblem] {
            [ProfileProblem(point: point.id, key: "readback", text: text)]
        }
        guard let readback = self.point(name) else { return problem("there is no point \(name)") }
        return readback.write == .never ? problem("point \(name) is 'never', so it is not read") : []
    }

    private func scaleProblems(_ point: PointProfile) -> [ProfileProblem] {
        guard let name = point.scalePoint else { return [] }
        func problem(_ text: String) -> [ProfileProblem] {
            [ProfileProblem(point: point.id, key: "scale_point", text: text)]
        }
        guard let scale = self.point(name) else { return problem("there is no point \(name)") }
        guard scale.type == .s16, scale.fn == point.fn, scale.scalePoint == nil else {
            return problem("\(name) must be an s16 point of the same table, without a scale_point of its own")
        }
        let first = min(scale.address, point.address)
        let end = max(scale.addresses.upperBound, point.addresses.upperBound)
        guard end - first <= limits.maxRegs else {
            return problem("\(name) is too far away to be read together within max_regs \(limits.maxRegs)")
        }
        if let wall = points.first(where: {
            $0.fn == point.fn && $0.write == .never && $0.addresses.overlaps(first..<end)
        }) {
            return problem("reading \(name) together would touch \(wall.id), which is 'never'")
        }
        if limits.gaps == .reject, let hole = hole(in: first..<end, of: point.fn) {
            return problem("address \(hole) before \(name) belongs to no point, and limits.gaps is reject")
        }
        return []
    }

    /// The first address of a span that no point owns.
    private func hole(in span: Range<Int>, of table: Table) -> Int? {
        let owners = points.filter { $0.fn == table }
        return span.first { address in !owners.contains { $0.addresses.contains(address) } }
    }

    /// A block must not ask for what the device is said to refuse.
    private func gapProblems(_ block: ReadBlock) -> [ProfileProblem] {
        let span = block.address..<(block.address + block.count)
        switch limits.gaps {
        case .zero, .ok: return []
        case .errorAtStart:
            guard hole(in: block.address..<(block.address + 1), of: block.fn) != nil else { return [] }
            return [
                ProfileProblem(
                    key: "blocks",
                    text: "begins at \(block.address), which no point owns: gaps is error-at-start")
            ]
        case .reject:
            guard let hole = hole(in: span, of: block.fn) else { return [] }
            return [
                ProfileProblem(
                    key: "blocks",
                    text: "the block at \(block.address) covers \(hole), which no point owns: gaps is reject")
            ]
        }
    }

    private func blockProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        let spans =
            blocks.map { ("blocks", $0.fn, $0.address, $0.count) }
            + limits.atomic.map { ("limits.atomic", $0.fn, $0.address, $0.count) }
        for (key, fn, address, count) in spans {
            let most = fn.isBits ? limits.maxBits : limits.maxRegs
            guard address >= 0, count >= 1, count <= most, address <= 65_536 - count else {
                found.append(
                    ProfileProblem(
                        key: key,
                        text: "\(fn.rawValue) \(address) x \(count) is outside the table or its limit \(most)"
                    ))
                continue
            }
            for point in points where point.fn == fn && point.addresses.overlaps(address..<(address + count))
            {
                let isInside = point.address >= address && point.addresses.upperBound <= address + count
                if !isInside {
                    found.append(
                        ProfileProblem(
                            point: point.id, key: key, text: "the block at \(address) cuts this point"))
                } else if point.write == .never {
                    found.append(
                        ProfileProblem(point: point.id, key: key, text: "a 'never' point must not be inside"))
                }
            }
        }
        let usable = blocks.filter {
            $0.address >= 0 && $0.count >= 1 && $0.count <= 2_000 && $0.address <= 65_536 - $0.count
        }
        return found + usable.flatMap { gapProblems($0) }
    }

    private func variantProblems() -> [ProfileProblem] {
        var found: [ProfileProblem] = []
        var names: Set<String> = []
        for variant in variants {
            let key = "variants.\(variant.name)"
            if !names.insert(variant.name).inserted {
                found.append(ProfileProblem(key: key, text: "is named twice"))
            }
            for change in variant.points where point(change.point) == nil {
                found.append(ProfileProblem(key: key, text: "there is no point \(change.point)"))
            }
            if let base = variant.base, !(0...65_535).contains(base) {
                found.append(ProfileProblem(key: "\(key).base", text: "\(base) is outside 0...65535"))
                continue
            }
            guard var changed = applying(variant: variant.name) else { continue }
            changed.variants = []
            let already = Set(points.flatMap { pointProblems($0) }.map(\.description))
            for problem in changed.points.flatMap({ changed.pointProblems($0) })
            where !already.contains(problem.description) {
                found.append(
                    ProfileProblem(point: problem.point, key: "\(key).\(problem.key)", text: problem.text))
            }
        }
        return found
    }
}
