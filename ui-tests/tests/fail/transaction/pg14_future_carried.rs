use memscope::{Keepable, scope};
use std::pin::Pin;

#[derive(Keepable)]
struct Task<'mcx>(Pin<Box<dyn Future<Output = u32> + Send + 'mcx>>);

fn main() {
    scope!(cx);
    let task = cx.transaction::<Task<'static>, ()>(|tx, _| {
        Ok(Task(Box::pin(async move {
            scope!(tmp in tx);
            *tmp.alloc(1)
        })))
    });
    drop(task.unwrap().0);
}
