// SPDX-License-Identifier: Apache-2.0
// How points are joined into requests, and what a plan must never do.

import DockModel
import Testing

@testable import Registers

private func point(
    _ id: PointID, _ address: Int, _ type: PointType = .u16, fn: Table = .holding, poll: PollClass = .fast,
    scalePoint: PointID? = nil, write: WriteClass = .none
) -> PointProfile {
    PointProfile(
        id: id, fn: fn, address: address, type: type, scalePoint: scalePoint, poll: poll, write: write)
}

private func profile(_ limits: ReadLimits, _ points: [PointProfile], blocks: [ReadBlock] = [])
    -> DeviceProfile
{
    DeviceProfile(id: "test", limits: limits, blocks: blocks, points: points)
}

private func spans(_ plan: [ReadRequest]) -> [[Int]] { plan.map { [$0.address, $0.count] } }

@Suite struct PlanTests {
    @Test func `a hole is never asked across when the device rejects holes`() {
        let points = [point("a", 0), point("b", 2)]
        #expect(
            spans(profile(ReadLimits(gaps: .reject), points).readPlan(for: [.fast])) == [[0, 1], [2, 1]])
        #expect(spans(profile(ReadLimits(gaps: .ok), points).readPlan(for: [.fast])) == [[0, 3]])
        #expect(spans(profile(ReadLimits(gaps: .errorAtStart), points).readPlan(for: [.fast])) == [[0, 3]])
    }

    @Test func `a wide gap costs more than a request`() {
        let points = [point("a", 0), point("b", 1 + PlanLimit.fillRegisters), point("c", 40)]
        #expect(
            spans(profile(ReadLimits(gaps: .zero), points).readPlan(for: [.fast])) == [[0, 18], [40, 1]])
    }

    @Test func `a request never exceeds the limit and never cuts a value`() {
        let points = (0..<10).map { point(PointID("p\($0)"), 2 * $0, .u32) }
        let plan = profile(ReadLimits(maxRegs: 5, gaps: .ok), points).readPlan(for: [.fast])
        #expect(spans(plan) == [[0, 4], [4, 4], [8, 4], [12, 4], [16, 4]])
        #expect(plan.allSatisfy { $0.points.count == 2 })
    }

    @Test func `a register that must not be touched is a wall even where gaps are fine`() {
        let points = [point("a", 0), point("reset", 1, poll: .once, write: .never), point("b", 2)]
        let plan = profile(ReadLimits(gaps: .ok), points).readPlan(for: Set(PollClass.allCases))
        #expect(spans(plan) == [[0, 1], [2, 1]])
    }

    @Test func `a value and its scale point come in one request`() {
        let points = [
            point("v", 10, scalePoint: "v_sf"), point("v_sf", 30, .s16, poll: .once), point("x", 60),
        ]
        let plan = profile(ReadLimits(gaps: .ok), points).readPlan(for: [.fast])
        #expect(plan.map(\.points) == [["v", "v_sf"], ["x"]])
    }

    @Test func `an atomic group is never split by the limit`() {
        let limits = ReadLimits(
            maxRegs: 6, gaps: .ok, atomic: [AtomicGroup(fn: .holding, address: 4, count: 4)])
        let points = (0..<10).map { point(PointID("p\($0)"), $0) }
        let plan = profile(limits, points).readPlan(for: [.fast])
        #expect(spans(plan) == [[0, 4], [4, 6]])
    }

    @Test func `explicit blocks are read as written and the rest is joined`() {
        let blocks = [ReadBlock(fn: .holding, address: 0, count: 10, poll: .fast)]
        let points = [point("a", 1), point("b", 5, poll: .slow), point("c", 20), point("d", 21)]
        let plan = profile(ReadLimits(gaps: .ok), points, blocks: blocks).readPlan(for: [.fast])
        #expect(plan.map(\.points) == [["a", "b"], ["c", "d"]])
        #expect(spans(plan) == [[0, 10], [20, 2]])
    }

    @Test func `a refused block is asked point by point and a refused point not at all`() throws {
        let device = profile(ReadLimits(gaps: .ok), [point("a", 0), point("b", 1), point("c", 2)])
        let whole = try #require(device.readPlan(for: [.fast]).first)
        #expect(
            device.readPlan(for: [.fast], lessons: PlanLessons(split: [whole])).map(\.points) == [
                ["a"], ["b"], ["c"],
            ])
        #expect(
            device.readPlan(for: [.fast], lessons: PlanLessons(quarantined: ["b"])).map(\.points) == [
                ["a"], ["c"],
            ])
    }

    @Test func `a block is read as often as the fastest point in it`() {
        let blocks = [ReadBlock(fn: .holding, address: 0, count: 4, poll: .slow)]
        let device = profile(
            ReadLimits(gaps: .ok), [point("a", 0, poll: .slow), point("b", 3, poll: .normal)], blocks: blocks)
        #expect(spans(device.readPlan(for: [.normal])) == [[0, 4]])
        #expect(device.readPlan(for: [.fast]).isEmpty && device.readPlan(for: [.slow]).isEmpty)
    }

    @Test func `a block with a refused address is read around it and never asked again as written`() {
        let blocks = [ReadBlock(fn: .holding, address: 0, count: 6, poll: .fast)]
        let points = [
            point("a", 0), point("b", 1, poll: .slow), point("c", 2), point("d", 3, poll: .once),
            point("e", 5),
        ]
        let device = profile(ReadLimits(gaps: .ok), points, blocks: blocks)
        #expect(spans(device.readPlan(for: [.fast])) == [[0, 6]])
        let plan = device.readPlan(for: [.fast], lessons: PlanLessons(quarantined: ["c"]))
        #expect(plan.map(\.points) == [["a", "b"], ["d", "e"]])
        #expect(spans(plan) == [[0, 2], [3, 3]])
    }

    @Test func `bits are joined by their own limit`() {
        let points = (0..<20).map { point(PointID("p\($0)"), $0, .bool, fn: .coil) }
        let plan = profile(ReadLimits(maxBits: 8), points).readPlan(for: [.fast])
        #expect(spans(plan) == [[0, 8], [8, 8], [16, 4]])
    }

    @Test func `hostile addresses make no plan and no trap`() {
        for address in [Int.min, -1, 65_535, 65_536, Int.max] {
            let broken = profile(
                ReadLimits(atomic: [AtomicGroup(fn: .holding, address: .max, count: .max)]),
                [point("a", address, .u32), point("b", 3)],
                blocks: [ReadBlock(fn: .holding, address: address, count: .max, poll: .fast)])
            #expect(broken.readPlan(for: [.fast]).flatMap(\.points) == ["b"])
            #expect(!broken.problems().isEmpty)
        }
    }
}

@Suite struct ProblemTests {
    private func keys(_ profile: DeviceProfile) -> [String] { profile.problems().map(\.key) }

    private typealias Fault = (String, @Sendable (inout DeviceProfile) -> Void)

    /// Faults of addresses, references and limits, each with the key that is to blame.
    private static let structure: [Fault] = [
        ("address", { $0.points.append(point("b", 0, .u32)) }),
        ("id", { $0.points.append(point("a", 5)) }),
        (
            "type",
            {
                $0.limits.maxRegs = 1
                $0.points.append(point("b", 5, .u32))
            }
        ),
        ("type", { $0.points.append(point("b", 5, .u16, fn: .coil)) }),
        (
            "transport.unit",
            {
                $0.transport.kinds = [.rtu]
                $0.transport.unit = 0
            }
        ),
        ("transport.unit", { $0.transport.unit = 256 }),
        ("transport.kinds", { $0.transport.kinds = [] }),
        ("transport.timeout_ms", { $0.transport.timeoutMilliseconds = 0 }),
        ("limits.max_regs", { $0.limits.maxRegs = 126 }),
        ("scale_point", { $0.points[0].scalePoint = "none" }),
        ("readback", { $0.points[0].readback = "none" }),
        ("identity", { $0.identity = [IdentityRule(point: "none", test: .equals(.number(1)))] }),
        ("write_fn", { $0.points[0].write = .safe }),
        (
            "write_fn",
            {
                $0.points[0].write = .guarded
                $0.points[0].writeFn = 5
            }
        ),
        ("write_fn", { $0.points[0].writeFn = 6 }),
        ("scale", { $0.points[0].scale = 0 }),
        ("scale", { $0.points[0].scale = .nan }),
        ("range", { $0.points[0].range = ValueRange(low: 2, high: 1) }),
        ("nan", { $0.points[0].nan = [0x1_0000] }),
        ("count", { $0.points[0].type = .string }),
        (
            "blocks",
            {
                $0.points[0].type = .u32
                $0.blocks = [ReadBlock(fn: .holding, address: 1, count: 4, poll: .fast)]
            }
        ),
        ("limits.atomic", { $0.limits.atomic = [AtomicGroup(fn: .holding, address: 0, count: 200)] }),
        ("bits", { $0.points[0].bits = [BitField(first: 15, last: 16, text: "x")] }),
    ]

    /// Faults of meaning: what a value can be, how it moves, what wears.
    private static let sense: [Fault] = [
        (
            "blocks",
            {
                $0.points.append(point("b", 2))
                $0.blocks = [ReadBlock(fn: .holding, address: 0, count: 3, poll: .fast)]
            }
        ),
        (
            "blocks",
            {
                $0.limits.gaps = .errorAtStart
                $0.points[0].address = 1
                $0.blocks = [ReadBlock(fn: .holding, address: 0, count: 3, poll: .fast)]
            }
        ),
        (
            "scale_point",
            {
                $0.limits.gaps = .ok
                $0.points += [point("reset", 1, write: .never), point("sf", 2, .s16)]
                $0.points[0].scalePoint = "sf"
            }
        ),
        (
            "scale_point",
            {
                $0.points.append(point("sf", 2, .s16))
                $0.points[0].scalePoint = "sf"
            }
        ),
        (
            "readback",
            {
                $0.points.append(point("b", 5, write: .never))
                $0.points[0].readback = "b"
            }
        ),
        ("failsafe", { $0.points[0].failsafe = .infinity }),
        (
            "failsafe",
            {
                $0.points[0].range = ValueRange(low: 0, high: 5)
                $0.points[0].failsafe = 6
            }
        ),
        (
            "failsafe",
            {
                $0.points[0].enumeration = [1: "on"]
                $0.points[0].failsafe = 0
            }
        ),
        ("mask", { $0.points[0].mask = 0 }),
        ("mask", { $0.points[0].mask = 0x1_0000 }),
        ("mask", { $0.points[0].mask = 0x0505 }),
        (
            "mask",
            {
                $0.points[0].type = .s16
                $0.points[0].mask = 0x00FF
            }
        ),
        (
            "mask",
            {
                $0.points[0].mask = 0x00FF
                $0.points[0].write = .safe
                $0.points[0].writeFn = 6
            }
        ),
        ("rate", { $0.points[0].rate = 0 }),
        (
            "rate",
            {
                $0.points[0].enumeration = [1: "on"]
                $0.points[0].rate = 1
            }
        ),
        ("stuck_after", { $0.points[0].stuckAfterSeconds = -1 }),
        (
            "stuck_after",
            {
                $0.points[0].counter = true
                $0.points[0].stuckAfterSeconds = 60
            }
        ),
        ("operating", { $0.points[0].operating = ValueRange(low: 3, high: 1) }),
        (
            "operating",
            {
                $0.points[0].range = ValueRange(low: 0, high: 5)
                $0.points[0].operating = ValueRange(low: 0, high: 6)
            }
        ),
        ("poll", { $0.points.append(point("heartbeat", 5, poll: .slow)) }),
        ("type", { $0.points.append(point("heartbeat", 5, .string)) }),
        ("discover.candidates", { $0.discovery = Discovery(marker: 1, candidates: []) }),
        ("discover.candidates", { $0.discovery = Discovery(marker: 1, candidates: [65_535]) }),
        ("discover.model", { $0.discovery = Discovery(marker: 1, candidates: [0], model: 65_535) }),
        ("parts[1].measured", { $0.parts = [ProfilePart(id: "x")] }),
        ("parts[1].measured", { $0.parts = [ProfilePart(id: "x", measured: "none")] }),
        ("parts[1].worn", { $0.parts = [ProfilePart(id: "x", measured: "a", new: 1, worn: 1)] }),
        (
            "parts[1].worn",
            {
                $0.points[0].range = ValueRange(low: 0, high: 5)
                $0.parts = [ProfilePart(id: "x", measured: "a", new: 1, worn: 6)]
            }
        ),
        ("parts[1].counted", { $0.parts = [ProfilePart(id: "x", counted: "a")] }),
        ("parts[1].life", { $0.parts = [ProfilePart(id: "x", measured: "a", new: 0, worn: 1, life: 0)] }),
        (
            "parts[1].spread",
            { $0.parts = [ProfilePart(id: "x", measured: "a", new: 0, worn: 1, spread: 1)] }
        ),
        (
            "parts[2].id",
            {
                $0.parts = Array(
                    repeating: ProfilePart(id: "x", measured: "a", new: 0, worn: 1), count: 2)
            }
        ),
    ]

    @Test func `each fault of a profile is named with point and key`() {
        let good = point("a", 0)
        func one(_ change: (inout DeviceProfile) -> Void) -> [ProfileProblem] {
            var changed = profile(ReadLimits(), [good])
            change(&changed)
            return changed.problems()
        }
        #expect(one { _ in } == [])
        for (key, change) in Self.structure + Self.sense {
            #expect(one(change).contains { $0.key == key }, "\(key)")
        }
        #expect(one { $0.points.append(point("b", 0, .u32)) }.first?.point == "b")
    }

    @Test func `the same word read twice as the same type is no overlap`() {
        #expect(keys(profile(ReadLimits(), [point("a", 0), point("b", 0)])) == [])
    }

    @Test func `a variant changes scale and base, and an unknown one is refused`() {
        var device = profile(ReadLimits(), [point("a", 0x1200), point("b", 0x1202)])
        device.variants = [
            ProfileVariant(name: "low", base: 0x1000),
            ProfileVariant(name: "fine", points: [PointOverride(point: "a", scale: 0.01)]),
        ]
        #expect(device.problems() == [])
        #expect(device.applying(variant: "low")?.points.map(\.address) == [0x1000, 0x1002])
        #expect(device.applying(variant: "fine")?.points.map(\.scale) == [0.01, 1])
        #expect(device.applying(variant: "low")?.variants == [])
        #expect(device.applying(variant: "other") == nil)
        device.variants = [ProfileVariant(name: "bad", base: 65_535)]
        #expect(keys(device) == ["variants.bad.address"])
    }
}
