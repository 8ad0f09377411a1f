//! allocator-api2 0.4.

use allocator_api2_04 as api;
use memscope::source::FromAllocator04 as Adapter;

#[path = "contract.rs"]
mod contract;
