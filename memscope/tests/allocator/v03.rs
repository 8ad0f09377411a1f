//! allocator-api2 0.3.

use allocator_api2_03 as api;
use memscope::source::FromAllocator03 as Adapter;

#[path = "contract.rs"]
mod contract;
