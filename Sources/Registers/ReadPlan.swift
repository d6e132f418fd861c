// SPDX-License-Identifier: Apache-2.0
// Which requests read which points of a device (modbus-requirements R7): few requests, but never across a
// hole the device refuses, never half a value, never a register that the profile says must not be touched.

public import DockModel

/// One read: a span of one table and the points it brings.
public struct ReadRequest: Sendable, Hashable {
    /// The table.
    public var table: Table
    /// The first address.
    public var address: Int
    /// How many registers or bits.
    public var count: Int
    /// The points that lie wholly inside, in address order.
    public var points: [PointID]

    /// A request from its parts.
    public init(table: Table, address: Int, count: Int, points: [PointID]) {
        self.table = table
        self.address = address
        self.count = count
        self.points = points
    }
}

/// Limits of joining points into one request.
public enum PlanLimit {
    /// Unwanted registers that may be read to save a request: about the cost of a request's own bytes.
    public static let fillRegisters = 16
    /// Unwanted bits that may be read to save a request.
    public static let fillBits = 64
}

/// What a device taught since its last connection about what must not be asked.
public struct PlanLessons: Sendable, Equatable {
    /// Points the device refused even when asked alone.
    public var quarantined: Set<PointID>
    /// Joined requests the device refused; their points are asked one by one.
    public var split: Set<ReadRequest>

    /// Lessons from their parts.
    public init(quarantined: Set<PointID> = [], split: Set<ReadRequest> = []) {
        self.quarantined = quarantined
        self.split = split
    }
}

extension DeviceProfile {
    /// The requests that read all points of some poll classes; points of other classes in between come for
    /// free.
    public func readPlan(for classes: Set<PollClass>, lessons: PlanLessons = PlanLessons()) -> [ReadRequest] {
        var requests = blockRequests(for: classes, lessons: lessons)
        let covered = Set(requests.flatMap(\.points))
        let wanted = readable(lessons).filter {
            classes.contains($0.poll) && !covered.contains($0.id) && !isInBlock($0)
        }
        requests += joined(units(of: wanted), lessons: lessons)
        return requests.flatMap { lessons.split.contains($0) ? singles(of: $0, lessons: lessons) : [$0] }
    }

    /// The requests that read some points and nothing else that can be left out.
    public func readPlan(of ids: [PointID], lessons: PlanLessons = PlanLessons()) -> [ReadRequest] {
        joined(units(of: readable(lessons).filter { ids.contains($0.id) }), lessons: lessons)
    }

    /// A refused request as the smallest requests that can stand alone.
    public func singles(of request: ReadRequest, lessons: PlanLessons = PlanLessons()) -> [ReadRequest] {
        let wanted = readable(lessons).filter { request.points.contains($0.id) }
        var seen: Set<ReadRequest> = []
        return units(of: wanted).map { self.request($0, lessons: lessons) }.filter {
            seen.insert($0).inserted
        }
    }

    /// Points that may be read at all.
    private func readable(_ lessons: PlanLessons) -> [PointProfile] {
        points.filter { point in
            point.write != .never && !lessons.quarantined.contains(point.id) && point.address >= 0
                && point.addresses.upperBound <= 65_536 && point.width <= limit(point.fn)
        }
    }

    private func limit(_ table: Table) -> Int {
        table.isBits ? min(max(limits.maxBits, 1), 2_000) : min(max(limits.maxRegs, 1), 125)
    }

    // MARK: Explicit blocks

    private func isInBlock(_ point: PointProfile) -> Bool {
        blocks.contains { $0.fn == point.fn && isUsable($0) && span(of: $0).contains(point.addresses) }
    }

    private func isUsable(_ block: ReadBlock) -> Bool {
        block.address >= 0 && block.count >= 1 && block.count <= limit(block.fn)
            && block.address <= 65_536 - block.count
    }

    /// How often a block is read: its own class, or that of a point in it that is wanted more often.
    private func pollClass(of block: ReadBlock) -> PollClass {
        let span = span(of: block)
        let order = PollClass.allCases
        let inside = points.filter { $0.fn == block.fn && $0.write != .never && span.contains($0.addresses) }
            .map(\.poll)
        return order.first { $0 == block.poll || inside.contains($0) } ?? block.poll
    }

    private func span(of block: ReadBlock) -> Range<Int> { block.address..<(block.address + block.count) }

    private func blockRequests(for classes: Set<PollClass>, lessons: PlanLessons) -> [ReadRequest] {
        blocks.filter { isUsable($0) && classes.contains(pollClass(of: $0)) }.flatMap {
            block -> [ReadRequest] in
            let unit = Unit(table: block.fn, span: span(of: block))
            let found = request(unit, lessons: lessons)
            guard !found.points.isEmpty else { return [] }
            let isRefused = points.contains {
                $0.fn == unit.table && unit.span.overlaps($0.addresses) && lessons.quarantined.contains($0.id)
            }
            guard isRefused else { return [found] }
            // The block as written holds an address that the device refuses: join around it.
            return joined(units(of: points.filter { found.points.contains($0.id) }), lessons: lessons)
        }
    }

    // MARK: Joining

    /// What must be read in one request: one point, or points bound by a scale point or an atomic group.
    private struct Unit {
        var table: Table
        var span: Range<Int>
    }

    private func request(_ unit: Unit, lessons: PlanLessons) -> ReadRequest {
        let inside = readable(lessons).filter { $0.fn == unit.table && unit.span.contains($0.addresses) }
            .sorted { ($0.address, $0.id) < ($1.address, $1.id) }
        return ReadRequest(
            table: unit.table, address: unit.span.lowerBound, count: unit.span.count, points: inside.map(\.id)
        )
    }

    /// The smallest spans that may be asked for, in table and address order.
    private func units(of wanted: [PointProfile]) -> [Unit] {
        var units = wanted.map { point in
            let group = bound(to: point)
            return Unit(table: point.fn, span: group.count <= limit(point.fn) ? group : point.addresses)
        }
        units.sort {
            ($0.table.rawValue, $0.span.lowerBound, $0.span.upperBound)
                < ($1.table.rawValue, $1.span.lowerBound, $1.span.upperBound)
        }
        return units
    }

    /// The point with its scale point and its atomic group.
    private func bound(to point: PointProfile) -> Range<Int> {
        var span = point.addresses
        if let scale = point.scalePoint.flatMap({ self.point($0) }), scale.fn == point.fn {
            span = span.union(scale.addresses)
        }
        for group in limits.atomic where group.fn == point.fn && group.count > 0 && group.address >= 0 {
            let (end, overflow) = group.address.addingReportingOverflow(group.count)
            if !overflow, end <= 65_536, span.overlaps(group.address..<end) {
                span = span.union(group.address..<end)
            }
        }
        return span
    }

    private func joined(_ units: [Unit], lessons: PlanLessons) -> [ReadRequest] {
        var spans: [Unit] = []
        for unit in units {
            if let last = spans.last, mayJoin(last, unit, lessons: lessons) {
                spans[spans.count - 1].span = last.span.union(unit.span)
            } else {
                spans.append(unit)
            }
        }
        return spans.map { request($0, lessons: lessons) }
    }

    private func mayJoin(_ left: Unit, _ right: Unit, lessons: PlanLessons) -> Bool {
        guard left.table == right.table, left.span.union(right.span).count <= limit(left.table) else {
            return false
        }
        guard right.span.lowerBound > left.span.upperBound else { return true }
        let gap = left.span.upperBound..<right.span.lowerBound
        guard gap.count <= (left.table.isBits ? PlanLimit.fillBits : PlanLimit.fillRegisters) else {
            return false
        }
        let inGap = points.filter { $0.fn == left.table && $0.addresses.overlaps(gap) }
        guard !inGap.contains(where: { $0.write == .never || lessons.quarantined.contains($0.id) }) else {
            return false
        }
        switch limits.gaps {
        case .zero, .ok, .errorAtStart: return true
        case .reject: return gap.allSatisfy { address in inGap.contains { $0.addresses.contains(address) } }
        }
    }
}

extension Range<Int> {
    /// The smallest range that holds both.
    func union(_ other: Range<Int>) -> Range<Int> {
        Swift.min(lowerBound, other.lowerBound)..<Swift.max(upperBound, other.upperBound)
    }

    /// Whether another range lies wholly inside.
    func contains(_ other: Range<Int>) -> Bool {
        other.lowerBound >= lowerBound && other.upperBound <= upperBound
    }
}
