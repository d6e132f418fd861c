// SPDX-License-Identifier: Apache-2.0
// A profile as it stands for one firmware family or for one place in the address space.
// There is no default family: the site file must name one.

import DockModel

extension DeviceProfile {
    /// The profile with a variant's overrides applied and no choice left; nil when there is no such variant.
    public func applying(variant name: String) -> DeviceProfile? {
        guard let variant = variants.first(where: { $0.name == name }) else { return nil }
        var result = self
        result.variants = []
        if let base = variant.base, let lowest = points.map(\.address).min() {
            let (shift, overflow) = base.subtractingReportingOverflow(lowest)
            if !overflow { result = result.moved(by: shift) }
        }
        for change in variant.points {
            guard let index = result.points.firstIndex(where: { $0.id == change.point }) else { continue }
            var point = result.points[index]
            point.address = change.address ?? point.address
            point.type = change.type ?? point.type
            point.wordOrder = change.wordOrder ?? point.wordOrder
            point.scale = change.scale ?? point.scale
            point.offset = change.offset ?? point.offset
            point.unit = change.unit ?? point.unit
            point.range = change.range ?? point.range
            result.points[index] = point
        }
        return result
    }

    /// The profile with every address moved, as for a model header found by walking a chain.
    public func moved(by shift: Int) -> DeviceProfile {
        var result = self
        for index in result.points.indices {
            result.points[index].address = shifted(points[index].address, by: shift)
        }
        for index in result.blocks.indices {
            result.blocks[index].address = shifted(blocks[index].address, by: shift)
        }
        for index in result.limits.atomic.indices {
            result.limits.atomic[index].address = shifted(limits.atomic[index].address, by: shift)
        }
        return result
    }
}

/// An address moved without overflow; one that leaves the table stays outside it, where `problems()` finds
/// it.
private func shifted(_ address: Int, by shift: Int) -> Int {
    let (sum, overflow) = address.addingReportingOverflow(shift)
    return overflow ? -1 : sum
}
