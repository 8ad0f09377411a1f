//! Data read into a scope, and containers written out.
#![cfg(all(feature = "serde", feature = "hashbrown"))]

mod derive;
mod hostile;
mod round;
mod shapes;

use memscope::{DeserializeIn, MemCx};

/// What the JSON text says.
fn json<'de, 'mcx, T: DeserializeIn<'de, 'mcx>>(cx: MemCx<'mcx>, text: &'de str) -> Result<T, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = cx.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(value)
}

/// The message of the error.
fn refused<'de, 'mcx, T: DeserializeIn<'de, 'mcx>>(cx: MemCx<'mcx>, text: &'de str) -> String {
    match json::<T>(cx, text) {
        Ok(_) => panic!("accepted: {text}"),
        Err(error) => error.to_string(),
    }
}
