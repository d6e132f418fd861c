// SPDX-License-Identifier: Apache-2.0
// How the simulated craft moves and what power that takes: speeds, accelerations, wind. It never decides
// where to go; the autopilot hands it a goal for each step.

/// Limits and loads of the craft.
public struct AirframeLimits: Sendable, Equatable {
    /// Level speed in a mission, in m/s.
    public var cruiseSpeed = 8.0
    /// Greatest speed through the air, in m/s: a stronger wind carries the craft away.
    public var greatestAirspeed = 16.0
    /// Climb rate in m/s.
    public var climbSpeed = 3.0
    /// Descent rate in m/s, high above ground.
    public var descentSpeed = 2.0
    /// Descent rate in m/s below 5 m.
    public var touchdownSpeed = 0.6
    /// Level acceleration in m/s².
    public var acceleration = 3.0
    /// Mass in kg.
    public var mass = 3.5
    /// Power to hover, in watts.
    public var hoverWatts = 420.0
    /// Power of the avionics, in watts.
    public var avionicsWatts = 9.0
    /// Power of the idling motors, in watts.
    public var idleWatts = 30.0

    /// The limits of a 3.5 kg quadcopter.
    public init() {}
}

/// Where the autopilot wants the craft to be, and how fast to go there.
struct MotionGoal: Equatable {
    var place: Vector
    var levelSpeed: Double
    var climbSpeed: Double
    var descentSpeed: Double
}

/// The moving body.
struct Airframe: Sendable, Equatable {
    var limits: AirframeLimits
    /// Metres from the origin of the ground frame; `up` is above the pad.
    var place: Vector
    /// Velocity over ground.
    var velocity = Vector()
    /// Degrees from north.
    var headingDegrees = 0.0
    /// Steady wind over ground (the direction it blows to).
    var wind = Vector()
    /// Height of the ground under the craft; the pad and its surroundings are level.
    let groundUp: Double

    init(limits: AirframeLimits, place: Vector) {
        self.limits = limits
        self.place = place
        groundUp = place.up
    }

    var heightAboveGround: Double { place.up - groundUp }
    var isOnGround: Bool { heightAboveGround <= 0.02 }
    /// Velocity through the air.
    var airVelocity: Vector { isOnGround ? Vector() : velocity - wind }

    /// Moves for `seconds` towards a goal.
    mutating func move(to goal: MotionGoal, seconds: Double) {
        let away = goal.place - place
        let wanted = levelVelocity(over: away, speed: goal.levelSpeed)
        let change = (wanted - velocity).levelLimited(to: limits.acceleration * seconds)
        var next = velocity + change
        next = (next - wind).levelLimited(to: limits.greatestAirspeed) + wind
        let climb = min(max(away.up / max(seconds, 0.5), -goal.descentSpeed), goal.climbSpeed)
        let climbStep = 2.0 * seconds
        next.up = velocity.up + min(max(climb - velocity.up, -climbStep), climbStep)
        velocity = next
        place.north += next.north * seconds
        place.east += next.east * seconds
        place.up += next.up * seconds
        if place.up <= groundUp { touchGround() }
        if wanted.level > 1 { headingDegrees = GroundFrame.heading(north: wanted.north, east: wanted.east) }
    }

    /// Stands still on the ground.
    mutating func touchGround() {
        place.up = groundUp
        velocity = Vector()
    }

    /// Falls; used when the pack is empty or the motors stop in the air.
    mutating func fall(seconds: Double) {
        velocity.up = max(velocity.up - 9.8 * seconds, -25)
        place.up += velocity.up * seconds
        if place.up <= groundUp { touchGround() }
    }

    /// Electrical power now, in watts.
    func watts(isArmed: Bool) -> Double {
        guard isArmed else { return limits.avionicsWatts }
        guard !isOnGround else { return limits.avionicsWatts + limits.idleWatts }
        let air = airVelocity
        let drag = 0.9 * air.level * air.level
        let climb = max(0, velocity.up) * limits.mass * 9.81 / 0.6
        return limits.avionicsWatts + limits.hoverWatts + drag + climb
    }

    /// The level velocity that reaches a point `away` without overshoot.
    private func levelVelocity(over away: Vector, speed: Double) -> Vector {
        let distance = away.level
        guard distance > 0.01 else { return Vector() }
        let braking = (limits.acceleration * distance).squareRoot()
        let pace = min(speed, braking, distance * 1.5)
        return Vector(north: away.north / distance * pace, east: away.east / distance * pace)
    }
}
