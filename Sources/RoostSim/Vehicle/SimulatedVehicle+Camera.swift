// SPDX-License-Identifier: Apache-2.0
// The simulated vehicle's camera: it is released by the plan, one picture at a time or every so many metres, and tells
// each release the way its autopilot does. It changes nothing about the flight.

internal import DockModel
internal import MAVLink

/// What the camera is told to do, and what it did.
struct VehicleCamera: Sendable {
    /// Metres between two pictures; 0 when it waits.
    var every = 0.0
    /// Metres flown since the last one.
    var travelled = 0.0
    /// Releases since the vehicle was switched on.
    var releases: UInt16 = 0
}

extension SimulatedVehicle {
    /// Releases the camera as the plan asks, while the craft flies.
    mutating func operateCamera(_ seconds: Double) {
        guard isArmed else {
            camera.every = 0
            return
        }
        guard camera.every > 0, !airframe.isOnGround else { return }
        camera.travelled += airframe.velocity.level * seconds
        guard camera.travelled >= camera.every else { return }
        camera.travelled -= camera.every
        releaseCamera()
    }

    /// DO_SET_CAM_TRIGG_DIST: a picture every so many metres, 0 ends it; the third figure asks for one at once.
    mutating func triggerCamera(every metres: Float, atOnce: Float) {
        camera.every = metres.isFinite && metres > 0 ? max(Double(metres), 1) : 0
        camera.travelled = 0
        if camera.every > 0, atOnce == 1 { releaseCamera() }
    }

    /// Takes one picture: PX4 tells the trigger, ArduPilot the feedback.
    mutating func releaseCamera() {
        camera.releases &+= 1
        switch configuration.dialect {
        case .px4: send(CameraTriggerMessage(timeUsec: bootMicroseconds, seq: UInt32(camera.releases)))
        case .ardupilot:
            let place = position
            send(
                CameraFeedbackMessage(
                    timeUsec: bootMicroseconds, imgIdx: camera.releases, lat: place.latitudeE7, lng: place.longitudeE7,
                    altRel: Float(airframe.place.up)))
        }
    }
}
